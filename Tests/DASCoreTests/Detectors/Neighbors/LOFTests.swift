import Testing

@testable import DASCore

@Suite struct LOFTests {
  static let variant: [String: Setting.Value] = [
    "metric": .text("manhattan"), "standardize": .integer(1),
  ]

  private struct Definition {
    let X: Matrix
    let k: Int

    func distance(_ x: [Double], _ row: Int) -> Double {
      x.withUnsafeBufferPointer {
        VectorOperations.squaredDistance($0.baseAddress!, X.row(row), count: X.columns).squareRoot()
      }
    }
    func neighbors(_ x: [Double], without own: Int?) -> [Int] {
      let others = (0..<X.rows).filter { $0 != own }
      return Array(others.sorted { (distance(x, $0), $0) < (distance(x, $1), $1) }.prefix(k))
    }
    func kDistance(_ row: Int) -> Double {
      neighbors(X.rowArray(row), without: row).last.map { distance(X.rowArray(row), $0) } ?? 0
    }
    func density(_ x: [Double], _ nearest: [Int]) -> Double {
      let reach = nearest.map { max(kDistance($0), distance(x, $0)) }.reduce(0, +)
      return 1 / (reach / Double(nearest.count) + 1e-10)
    }
    func factor(_ x: [Double], without own: Int?) -> Double {
      let nearest = neighbors(x, without: own)
      let own = density(x, nearest)
      return nearest.map {
        density(X.rowArray($0), neighbors(X.rowArray($0), without: $0)) / own
      }.reduce(0, +) / Double(nearest.count)
    }
  }

  /// Definitions 5 to 7 of the paper, row by row.
  @Test(arguments: [(2, 5), (30, 5), (12, 40)])
  func equalsTheDefinition(rows: Int, k: Int) throws {
    let X = try TestTables.clusters(rows: rows, columns: 3)
    let Q = try TestTables.clusters(rows: 8, columns: 3, seed: 1)
    let fitted = try LOF(["n_neighbors": .integer(k)]).fit(X)
    let definition = Definition(X: X, k: min(k, rows - 1))
    #expect(
      relativeDifference(
        try fitted.trainingScores(of: X),
        (0..<rows).map { definition.factor(X.rowArray($0), without: $0) }) < 1e-13)
    #expect(
      relativeDifference(
        try fitted.scores(of: Q),
        (0..<8).map { definition.factor(Q.rowArray($0), without: nil) }) < 1e-13)
  }

  /// Evenly spaced rows score 1.
  @Test func evenRowsScoreOne() throws {
    let X = try Matrix((0..<100).map { [Double($0)] })
    let fitted = try LOF(["n_neighbors": .integer(2)]).fit(X)
    let scores = try fitted.trainingScores(of: X)
    for row in 10..<90 { #expect((scores[row] - 1).magnitude < 1e-9) }
  }

  /// A single row, and every copy of equal rows, scores 1; no score is infinite.
  @Test(arguments: [1, 2, 21, 500]) func equalRowsScoreOne(rows: Int) throws {
    let X = try Matrix(rows: rows, columns: 2)
    X.storage.base.update(repeating: 0.25, count: rows * 2)
    let fitted = try LOF().fit(X)
    #expect(try fitted.trainingScores(of: X).allSatisfy { $0 == 1 })
    let far = try Matrix([[0.25, 0.25], [3, 4], [1e150, -1e150]])
    let scores = try fitted.scores(of: far)
    #expect(scores[0] == 1 && scores[1] > 1e9 && scores[2].isFinite && scores[2] > scores[1])
  }
}
