import Glibc
import Testing

@testable import DASCore

@Suite struct MLPTests {
  /// Settings that train in little time without optimisation.
  static let quick: [String: Setting.Value] = [
    "hidden": .integer(16), "epochs": .integer(3), "batch_size": .integer(64),
    "max_samples": .integer(640),
  ]

  private func fit(
    _ changes: [String: Setting.Value] = [:], _ normals: Matrix, _ anomalies: Matrix,
    threads: Int = 1
  ) throws -> FittedMLP {
    let booster = try MLP(Self.quick.merging(changes) { $1 })
    let fitted = try booster.fit(
      normals: normals.view, anomalies: anomalies.view, seed: 1, on: Execution(threads: threads))
    return try #require(fitted as? FittedMLP)
  }

  private func scores(_ fitted: FittedMLP, _ X: Matrix) throws -> [Double] {
    try fitted.scores(X.view, on: Execution()).array
  }

  /// Two interleaved half circles, with noise of a fifth of their radius.
  private func moon(_ label: Int, rows: Int, seed: UInt64) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    return try Matrix(
      (0..<rows).map { _ in
        let angle = stream.uniform(0, .pi)
        let point =
          label == 0 ? (cos(angle), sin(angle)) : (1 - cos(angle), 0.5 - sin(angle))
        return [point.0 + 0.2 * stream.normal(), point.1 + 0.2 * stream.normal()]
      })
  }

  /// With every input.
  @Test(.slow, arguments: ["mixed", "standard", "normal_scores"])
  func separatesTwoMoons(scale: String) throws {
    let fitted = try fit(
      ["scale": .text(scale), "epochs": .integer(15), "max_samples": .integer(2000)],
      moon(0, rows: 1000, seed: 1), moon(1, rows: 1000, seed: 2))
    let normals = try scores(fitted, moon(0, rows: 1000, seed: 3))
    let anomalies = try scores(fitted, moon(1, rows: 1000, seed: 4))
    let right = normals.count { $0 < 0.5 } + anomalies.count { $0 > 0.5 }
    #expect(Double(right) / 2000 >= 0.92)
  }

  /// Classes weigh the same, however many rows they have.
  @Test func classesAreBalanced() throws {
    let normals = try TestTables.normal(rows: 200, columns: 3, seed: 1)
    let anomalies = try TestTables.normal(rows: 2000, columns: 3, seed: 2)
    let found = try scores(fit([:], normals, anomalies), anomalies)
    #expect(abs(found.reduce(0, +) / 2000 - 0.5) < 0.1)
  }

  /// The same seed gives the same weights for any number of threads.
  @Test func threadsChangeNoBit() throws {
    let normals = try TestTables.normal(rows: 300, columns: 5, seed: 1)
    let anomalies = try TestTables.normal(rows: 900, columns: 5, shift: 0.5, seed: 2)
    let one = try fit([:], normals, anomalies)
    let many = try fit([:], normals, anomalies, threads: 3)
    for (first, second) in zip(one.members, many.members) {
      #expect(first.network.storage.array == second.network.storage.array)
    }
  }

  /// A column that varies nowhere counts nothing, whatever value a row has there.
  @Test func constantColumnsCountNothing() throws {
    func widened(_ X: Matrix, by value: Double) throws -> Matrix {
      try Matrix(X.values.map { $0 + [value] })
    }
    let X = try TestTables.normal(rows: 100, columns: 2, seed: 1)
    let fitted = try fit(
      [:], widened(X, by: 7),
      widened(TestTables.normal(rows: 100, columns: 2, shift: 2, seed: 2), by: 7))
    #expect(try scores(fitted, widened(X, by: 7)) == scores(fitted, widened(X, by: -1e9)))
  }

  /// Few rows, of which none can be held out, and wholly constant tables give finite scores.
  @Test func fewRowsDoNoHarm() throws {
    let tables: [(Matrix, Matrix)] = [
      (try Matrix([[1, 2], [3, 5]]), try Matrix([[9, 9]])),
      (try Matrix([[1, 1]]), try Matrix([[1, 1]])),
      (try Matrix([[-1e150], [1e150]]), try Matrix([[0]])),
      (try Matrix([[1e-300], [2e-300]]), try Matrix([[5e-300], [-5e-300]])),
    ]
    for (normals, anomalies) in tables {
      let fitted = try fit([:], normals, anomalies)
      for X in [normals, anomalies] {
        #expect(try scores(fitted, X).allSatisfy { (0...1).contains($0) })
      }
    }
  }

  /// Every network holds out a fold, and every normal row has a score out of bag, which is not its
  /// own in sample; a single network has none.
  @Test func foldsAreHeldOut() throws {
    let normals = try TestTables.normal(rows: 41, columns: 4, seed: 1)
    let anomalies = try TestTables.normal(rows: 90, columns: 4, shift: 1, seed: 2)
    let fitted = try fit(["n_estimators": .integer(5)], normals, anomalies)
    let votes = try #require(fitted.outOfBagScores).array
    #expect(votes.count == 41 && votes.allSatisfy { (0...1).contains($0) })
    #expect(try votes != scores(fitted, normals))
    #expect((0.5...1).contains(fitted.outOfBagAUC))
    for changes: [String: Setting.Value] in [
      ["n_estimators": .integer(1)], ["n_estimators": .integer(3)],
    ] {
      #expect(try fit(changes, normals, anomalies).outOfBagScores == nil)
    }
  }

  /// Files hold every bit of the scores.
  @Test(arguments: ["mixed", "standard", "normal_scores"])
  func filesKeepEveryBit(scale: String) throws {
    let normals = try TestTables.normal(rows: 60, columns: 5, seed: 1)
    let anomalies = try TestTables.normal(rows: 90, columns: 5, shift: 1, seed: 2)
    let fitted = try fit(
      ["scale": .text(scale), "n_estimators": .integer(3)], normals, anomalies)
    let bytes = try Archive.encode(fitted)
    let (read, _) = try withExtendedLifetime(bytes) {
      try Archive.decodeBooster(UnsafeRawBufferPointer(bytes.elements))
    }
    let X = try TestTables.normal(rows: 50, columns: 5, seed: 3)
    #expect(try read.scores(X.view, on: Execution()).array == scores(fitted, X))
    #expect(read.outOfBagScores?.array == fitted.outOfBagScores?.array)
    #expect(read.outOfBagAUC.isNaN == fitted.outOfBagAUC.isNaN)
  }
}
