import Glibc
import Testing

@testable import DASCore

@Suite struct DRLTests {
  /// Few small networks, for speed.
  private static let small: [String: Setting.Value] = [
    "n_estimators": .integer(3), "hidden": .integer(20), "epochs": .integer(6),
    "batch_size": .integer(64),
  ]

  private func detector(_ changes: [String: Setting.Value] = [:]) throws -> DRL {
    try DRL(Self.small.merging(changes) { $1 })
  }

  private func scores(
    _ changes: [String: Setting.Value], _ training: Matrix, _ rows: Matrix, seed: UInt64 = 0
  ) throws -> [Double] {
    try detector(changes).fit(training.view, seed: seed, on: Execution()).scores(of: rows)
  }

  @Test(
    arguments: [
      ["weights": .text("softmax"), "intercept": .integer(0)], ["max_samples": .integer(100)],
    ] as [[String: Setting.Value]])
  func keepsThePromisesOfDetectors(changes: [String: Setting.Value]) throws {
    try FitProperties(
      detector(changes), training: TestTables.correlated(rows: 300, columns: 5),
      rows: TestTables.correlated(rows: 290, columns: 5, seed: 1)
    ).check()
  }

  /// Rows off the line of the normal rows score above those on it.
  @Test(arguments: DRLNetwork.WeightActivation.allCases)
  func tellsRowsOffTheAxis(weightActivation: DRLNetwork.WeightActivation) throws {
    let noise = try TestTables.normal(rows: 600, columns: 3)
    let training = try Matrix(rows: 400, columns: 2)
    let rows = try Matrix(rows: 200, columns: 2)
    for row in 0..<600 {
      let (table, index) = row < 400 ? (training, row) : (rows, row - 400)
      table[index, 0] = noise[row, 0] + 0.1 * noise[row, 1]
      table[index, 1] = (row < 500 ? 1 : -1) * noise[row, 0] + 0.1 * noise[row, 2]
    }
    // Far enough out for the two lines to lie apart.
    let apart = (0..<200).filter { rows[$0, 0].magnitude > 0.5 }
    let found = try scores(
      ["weights": .text(weightActivation.rawValue), "epochs": .integer(40)], training, rows)
    let (on, off) = (apart.filter { $0 < 100 }, apart.filter { $0 >= 100 })
    let wins = on.reduce(0) { sum, row in sum + off.count { found[$0] > found[row] } }
    #expect(Double(wins) > 0.9 * Double(on.count * off.count))
  }

  /// The geometric mean over networks of (r + c/4)^0.45 m^0.45 (1 + v)^0.1, each term over its
  /// mean, in double precision.
  @Test(arguments: DRLNetwork.WeightActivation.allCases)
  func scoreIsTheDefinition(weightActivation: DRLNetwork.WeightActivation) throws {
    let table = try TestTables.correlated(rows: 70, columns: 5)
    let fitted = try #require(
      try detector(["weights": .text(weightActivation.rawValue)]).fit(table) as? FittedDRL)
    let found = try fitted.scores(of: table)
    var expected = [Double](repeating: 0, count: 70)
    for member in fitted.members {
      let reference = try ReferenceLoss(member, table)
      let weights = ReferenceLoss.Weights(member.network.weights)
      let (r, c) = (
        overMean(reference.distances(weights)), overMean(reference.deviations(weights))
      )
      let model = ReferenceMahalanobisModel(member)
      let parts = reference.parts(weights)
      let m = overMean(parts.map { model.residualDistance($0.residual) })
      let v = overMean(parts.map { model.weightDistance($0.w) })
      for row in 0..<70 {
        expected[row] +=
          (0.45 * log((r[row] + c[row] / 4) * m[row]) + 0.1 * log(1 + v[row])) / 3
      }
    }
    #expect(relativeDifference(found, expected.map { exp($0) }) < 1e-4)
  }

  private func overMean(_ values: [Double]) -> [Double] {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.map { $0 / mean }
  }

  /// Another seed starts from other networks.
  @Test func seedsDiffer() throws {
    let table = try TestTables.correlated(rows: 60, columns: 3)
    #expect(try scores([:], table, table, seed: 1) != scores([:], table, table, seed: 2))
  }

  /// Longer training brings training rows closer to the basis.
  @Test func trainingBringsRowsToTheBasis() throws {
    let table = try TestTables.correlated(rows: 200, columns: 4)
    let scales = try [1, 30].map { epochs in
      let fitted = try detector(["epochs": .integer(epochs)]).fit(table)
      return try #require(fitted as? FittedDRL).members.map(\.scoreNormalization.distance)
    }
    #expect(zip(scales[0], scales[1]).allSatisfy { $0 > 3 * $1 })
  }

  /// One row, constant columns, and the widest ranges there are: scores are finite.
  @Test(arguments: InputScalings.allCases, DRLNetwork.WeightActivation.allCases)
  func extremesScoreFinite(
    scale: InputScalings, weightActivation: DRLNetwork.WeightActivation
  ) throws {
    let changes: [String: Setting.Value] = [
      "scale": .text(scale.rawValue), "weights": .text(weightActivation.rawValue),
    ]
    let rows = try Matrix([
      [0, 0, 0], [1e150, -1e150, 0], [1e-300, 1, 5], [-1e150, -1e150, -1e150],
    ])
    let tables = try [
      Matrix([[0, 0, 0]]), Matrix([[3, -4, 1e-200], [3, -4, 1e-200]]), rows,
      Matrix([[1e-300, 0, 1], [2e-300, 0, 1e9], [0, 0, 7]]),
    ]
    for intercept in 0...1 {
      for table in tables {
        let found = try scores(
          changes.merging(["intercept": .integer(intercept)]) { $1 }, table, rows)
        #expect(found.allSatisfy { $0.isFinite })
      }
    }
  }

  /// Progress is reported, and asked, while networks are trained.
  @Test func stopsWhenCancelled() throws {
    let table = try TestTables.correlated(rows: 200, columns: 4)
    var fractions: [Double] = []
    let progress = Execution(progress: { _, fraction in
      fractions.append(fraction)
      return fraction < 0.5
    })
    #expect(thrownCode { _ = try detector().fit(table.view, seed: 0, on: progress) } == .cancelled)
    #expect(fractions.contains { $0 > 0 && $0 < 0.5 })
  }

  @Test func refusesMoreBasisVectorsThanDimensions() {
    #expect(thrownCode { _ = try detector(["n_basis": .integer(21)]) } == .outOfRange)
  }
}
