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

  /// Settings under which a detector computes in another way than by default.
  private static let variantsOfEach: [(name: String, changes: [[String: Setting.Value]])] = [
    (PCA.name, PCATests.variants), (OneClassSVM.name, OneClassSVMTests.variants),
    (KNN.name, KNNTests.variants), (KNN.name, WhiteningTests.variants),
    (LOF.name, [LOFTests.variant]), (LOF.name, WhiteningTests.variants),
  ]
  private static let variants = variantsOfEach.flatMap { each in
    each.changes.map { (each.name, $0) }
  }

  @Test(.slow, arguments: variants) func variantsKeepThePromises(
    name: String, changes: [String: Setting.Value]
  ) throws {
    let (rows, columns) = (name == PCA.name ? 2500 : 500, changes["covariance"] == nil ? 5 : 2)
    let detector = try Detectors.named(name).init(changes)
    try FitProperties(
      detector, tolerance: TestDetectors.tolerance(of: name),
      training: TestTables.clusters(rows: rows, columns: columns),
      rows: TestTables.clusters(rows: 1100, columns: columns, seed: 1)
    ).check()
  }

  /// Those that take three columns of any size.
  private static let sizeless = variants.filter { name, changes in
    name != OneClassSVM.name && changes["metric"] != .text("mahalanobis")
      && changes["n_components"] == nil
  }

  @Test(arguments: sizeless) func variantsScoreExtremesFinitely(
    name: String, changes: [String: Setting.Value]
  ) throws {
    let far = try Matrix([[1e150, -1e150, 0], [0, 0, 0]])
    for table in try TestTables.extremes() {
      let fitted = try Detectors.named(name).init(changes).fit(table)
      let scores = try fitted.scores(of: table) + fitted.scores(of: far)
      #expect((scores + (try fitted.trainingScores(of: table))).allSatisfy { $0.isFinite })
    }
  }

  /// A single row, few rows, constant, repeated and discrete ones, and the extreme numbers that the
  /// boundary lets through: scores are finite, and equal for equal rows.
  @Test(arguments: names) func awkwardTablesScoreFinitely(name: String) throws {
    for table in try TestTables.awkward() {
      let detector = try TestDetectors.named(name)
      let fitted = try detector.fitChecked(table.view, seed: 0, on: Execution())
      #expect(fitted.name == name)
      let scores = try fitted.scores(of: table)
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
      #expect(try fitted.scores(of: far).allSatisfy { $0.isFinite })
    }
  }
}
