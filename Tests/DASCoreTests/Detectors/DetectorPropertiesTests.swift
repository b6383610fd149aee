import Testing

@testable import DASCore

/// What every detector of the library promises with its default settings.
@Suite struct DetectorPropertiesTests {
  private static let names = Detectors.all.map { $0.name }

  @Test(arguments: names) func keepsThePromisesOfDetectors(name: String) throws {
    try FitProperties(
      TestDetectors.named(name), tolerance: TestDetectors.tolerance(of: name),
      training: TestTables.clusters(rows: 700, columns: 5),
      rows: TestTables.clusters(rows: 1100, columns: 5, seed: 1)
    ).check()
  }

  /// A single row, few rows, constant, repeated and discrete ones, and the extreme numbers that the
  /// boundary lets through: scores are finite, and equal for equal rows.
  @Test(arguments: names) func awkwardTablesScoreFinitely(name: String) throws {
    for table in try TestTables.awkward() {
      let fitted = try TestDetectors.named(name).fit(table.view, seed: 0, on: Execution())
      #expect(fitted.name == name)
      let scores = try fitted.scores(table.view, on: Execution()).array
      #expect(scores.allSatisfy { $0.isFinite })
      var first: [[Double]: Double] = [:]
      let scale = scores.map(\.magnitude).max() ?? 0
      for (row, score) in scores.enumerated() {
        let known = first[table.rowArray(row), default: score]
        #expect((score - known).magnitude <= TestDetectors.tolerance(of: name) * scale)
        first[table.rowArray(row)] = known
      }
      let far = try Matrix([
        Array(repeating: 1e150, count: table.columns),
        Array(repeating: -1e150, count: table.columns),
      ])
      #expect(try fitted.scores(far.view, on: Execution()).array.allSatisfy { $0.isFinite })
    }
  }
}
