import Testing

@testable import DASCore

@Suite struct OneClassSVMTests {
  private func fit(
    _ changes: [String: Setting.Value], _ table: Matrix, on execution: Execution = Execution()
  ) throws -> FittedOneClassSVM {
    let fitted = try OneClassSVM(changes).fit(table.view, seed: 0, on: execution)
    return try #require(fitted as? FittedOneClassSVM)
  }

  private func scores(
    _ changes: [String: Setting.Value], _ training: Matrix, _ rows: Matrix? = nil
  ) throws -> [Double] {
    try fit(changes, training).scores((rows ?? training).view, on: Execution()).array
  }

  static let variants: [[String: Setting.Value]] = [
    ["kernel": .text("linear")], ["kernel": .text("poly"), "coef0": .real(1)],
    ["kernel": .text("sigmoid"), "gamma": .real(0.01)],
    ["standardize": .integer(0), "gamma": .text("scale"), "nu": .real(0.1)],
  ]

  /// At most nu n rows lie outside, and at least nu n are support vectors (Schoelkopf 2001, prop.
  /// 3).
  @Test(arguments: [0.02, 0.1, 0.5, 0.9]) func nuBoundsOutliersAndSupportVectors(
    nu: Double
  ) throws {
    let table = try TestTables.clusters(rows: 400, columns: 3)
    let svm = try fit(["nu": .real(nu)], table)
    let outside = try svm.scores(of: table).count { $0 > 1e-3 }
    #expect(Double(outside) <= nu * 400 + 1e-9)
    #expect(Double(svm.expansion.points.count) >= nu * 400 - 1e-9)
  }

  /// A row far from all others scores more than any of them; at any distance the score is finite,
  /// and under rbf it is rho, which no row exceeds.
  @Test(arguments: ["rbf", "poly", "sigmoid", "linear"]) func farRowsScoreFinitely(
    kernel: String
  ) throws {
    let table = try TestTables.clusters(rows: 300, columns: 3)
    let far = try Matrix([[1e3, -1e3, 1e3], [1e150, -1e150, 1e150], [-1e150, -1e150, -1e150]])
    let svm = try fit(["kernel": .text(kernel), "degree": .integer(4)], table)
    let found = try svm.scores(of: far)
    #expect(found.allSatisfy { $0.isFinite })
    if kernel == "rbf" { #expect(found == [svm.rho, svm.rho, svm.rho]) }
  }

  /// `auto` is 1 / columns, `scale` 1 / (columns times the variance of all entries), as in
  /// scikit-learn.
  @Test func gammaFollowsItsDefinitions() throws {
    let table = try Matrix([[0, 10, 5], [2, 10, 5], [4, 13, 5], [6, 3, 5]])
    let entries = table.storage.array
    let mean = entries.reduce(0, +) / 12
    let variance = entries.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 12
    func gamma(_ value: Setting.Value, standardize: Int) throws -> Double {
      try fit(["gamma": value, "standardize": .integer(standardize)], table).expansion.kernel.gamma
    }
    #expect(try gamma(.text("auto"), standardize: 0) == 1 / 3.0)
    #expect(try gamma(.real(0.25), standardize: 1) == 0.25)
    let raw = try gamma(.text("scale"), standardize: 0)
    #expect((raw - 1 / (3 * variance)).magnitude < 1e-15)
    // Two columns of variance 1 and a constant one.
    let standardized = try gamma(.text("scale"), standardize: 1)
    #expect((standardized - 0.5).magnitude < 1e-15)
    let constant = try Matrix([[7.0], [7.0]])
    #expect(try fit(["gamma": .text("scale")], constant).expansion.kernel.gamma == 1)
  }

  /// Standardised scores do not depend on the columns' units; raw rbf scores not on their origins.
  @Test func unitsAndOriginsDoNotMatter() throws {
    let table = try TestTables.clusters(rows: 200, columns: 3)
    let (scaled, moved) = (
      try Matrix(copying: table.view), try Matrix(copying: table.view)
    )
    for row in 0..<200 {
      scaled[row, 1] = 1024 * table[row, 1]
      moved[row, 2] = table[row, 2] + 4096
    }
    let tight: [String: Setting.Value] = ["tol": .real(1e-9)]
    #expect(relativeDifference(try scores(tight, scaled), try scores(tight, table)) < 1e-7)
    let raw = tight.merging(["standardize": .integer(0)]) { $1 }
    #expect(relativeDifference(try scores(raw, moved), try scores(raw, table)) < 1e-7)
  }

  /// One row, one column, constant columns, equal rows: scores are finite, and equal for equal
  /// rows.
  @Test(arguments: ["rbf", "linear", "poly", "sigmoid"], [0, 1])
  func degenerateTablesFit(kernel: String, standardize: Int) throws {
    let tables = [
      try Matrix([[3.0]]), try Matrix([[1, 2, 3]]), try Matrix([[1, 5], [2, 5], [3, 5]]),
      try Matrix((0..<40).map { _ in [4, 2] }), try Matrix((0..<40).map { [Double($0 % 2), 1] }),
    ]
    for table in tables {
      for nu in [1e-6, 0.5, 1] {
        let found = try scores(
          [
            "kernel": .text(kernel), "standardize": .integer(standardize), "nu": .real(nu),
            "max_iter": .integer(10000),
          ], table)
        #expect(found.allSatisfy { $0.isFinite })
        for (row, score) in found.enumerated() where table.rowArray(row) == table.rowArray(0) {
          #expect((score - found[0]).magnitude <= 1e-12 * max(1, found[0].magnitude))
        }
      }
    }
  }

  /// A solver stopped early says so and leaves a usable model.
  @Test func missedToleranceIsAWarning() throws {
    let table = try TestTables.clusters(rows: 200, columns: 3)
    var lines: [(Execution.LogLevel, String)] = []
    let svm = try fit(
      ["max_iter": .integer(3)], table, on: Execution(log: { lines.append(($0, $1)) }))
    #expect(lines.count == 1 && lines.first?.0 == .warning)
    #expect(lines.first?.1.contains("3 steps") == true)
    let found = try svm.scores(table.view, on: Execution())
    #expect(found.elements.allSatisfy { $0.isFinite })
    lines = []
    _ = try fit(["max_iter": .integer(0)], table, on: Execution(log: { lines.append(($0, $1)) }))
    #expect(lines.isEmpty)
  }

  @Test(arguments: [
    ("kernel", Setting.Value.text("cosine")), ("kernel", .integer(1)), ("nu", .real(0)),
    ("nu", .real(1.5)), ("nu", .real(.nan)), ("gamma", .real(0)), ("gamma", .real(-1)),
    ("gamma", .text("wide")), ("degree", .integer(0)), ("degree", .real(2.5)),
    ("coef0", .real(.infinity)), ("tol", .real(0)), ("cache_size", .integer(0)),
    ("shrinking", .integer(2)), ("max_iter", .integer(-2)), ("standardize", .integer(3)),
  ]) func settingsAreChecked(name: String, value: Setting.Value) {
    #expect(thrownCode { _ = try OneClassSVM([name: value]) } == .outOfRange)
  }
}
