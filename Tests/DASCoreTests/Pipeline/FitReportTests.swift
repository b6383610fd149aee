import Testing

@testable import DASCore

@Suite struct FitReportTests {
  /// Writes fixed rows for any detector.
  private struct Made: SynthesisProgram {
    let name = "made"
    let rows: Matrix

    func synthesize(
      _ count: Int, against detector: any RowScorer, from X: MatrixView, seed: UInt64,
      on execution: Execution
    ) throws -> Matrix { rows }
  }

  private func fit(
    _ X: Matrix, against anomalies: Matrix, trees: Int = 25, on execution: Execution = Execution()
  ) throws -> Model {
    var configuration = try PipelineConfiguration(.unfitted(PCA()))
    configuration.program = Made(rows: anomalies)
    configuration.contamination = .clean
    configuration.booster = .unfitted(
      try ExtraTrees(["n_estimators": .integer(trees), "bootstrap": .integer(1)]))
    return try Pipeline.fit(configuration, to: X.view, seed: 1, on: execution)
  }

  private func distance(_ a: Matrix, _ i: Int, _ b: Matrix, _ j: Int, _ scales: [Double]) -> Double
  {
    (0..<a.columns).reduce(0.0) { sum, column in
      let step = (a[i, column] - b[j, column]) / scales[column]
      return sum + step * step
    }.squareRoot()
  }

  /// Hardness counts rows at or below the .9 quantile; the distance is a ratio of two medians.
  @Test func numbersAreWhatTheySay() throws {
    let X = try TestTables.clusters(rows: 150, columns: 3)
    let anomalies = try TestTables.clusters(rows: 101, columns: 3, seed: 4)
    let model = try fit(X, against: anomalies)
    let execution = Execution()
    let f = try model.detector.scores(of: X).sorted()
    let threshold = f[134] + 0.1 * (f[135] - f[134])
    let scores = try model.detector.scores(of: anomalies)
    let fraction = Double(scores.count { $0 <= threshold }) / 101
    #expect(abs(model.report.hardness - fraction) < 1e-12)
    let statistics = try ColumnStatistics(X.view, on: execution)
    let scales = (0..<3).map(statistics.scale)
    let own = (0..<150).map { i in
      (0..<150).filter { $0 != i }.map { distance(X, i, X, $0, scales) }.min()!
    }.sorted()
    let toNearest = (0..<101).map { i in
      (0..<150).map { distance(anomalies, i, X, $0, scales) }.min()!
    }.sorted()
    let expected = toNearest[50] / ((own[74] + own[75]) / 2)
    #expect(abs(model.report.distance / expected - 1) < 1e-9)
    #expect(model.report.anomalies == 101)
  }

  /// Inseparable classes and classes with a gap between them give a warning; others do not.
  @Test func warnsOfNoiseAndOfEaseOnly() throws {
    let X = try TestTables.normal(rows: 200, columns: 3, seed: 1)
    for (shift, expected) in [(0.0, "can hardly tell"), (1.5, nil), (30, "tells all")] {
      var lines: [String] = []
      let execution = Execution(log: { _, text in lines.append(text) })
      let anomalies = try TestTables.normal(rows: 200, columns: 3, shift: shift, seed: 2)
      _ = try fit(X, against: anomalies, on: execution)
      #expect(lines.count == (expected == nil ? 0 : 1))
      if let expected { #expect(lines.first?.contains(expected) == true) }
    }
  }

  /// Votes out of bag are too few to judge by under 100 rows, and there are none from few trees.
  @Test func saysNothingOfWhatItCannotMeasure() throws {
    var lines: [String] = []
    let execution = Execution(log: { _, text in lines.append(text) })
    let small = try TestTables.normal(rows: 99, columns: 3, seed: 1)
    let further = try TestTables.normal(rows: 200, columns: 3, seed: 2)
    _ = try fit(small, against: further, on: execution)
    #expect(lines.isEmpty)
    let X = try TestTables.normal(rows: 200, columns: 3, seed: 1)
    let model = try fit(X, against: further, trees: 10, on: execution)
    #expect(model.booster.outOfBagAUC.isNaN)
    #expect(lines.isEmpty)
  }

  /// Duplicates have no distance to be a multiple of.
  @Test(arguments: [2, 5]) func distancesOfDuplicatesAreNotKnown(rows: Int) throws {
    let X = try Matrix(repeatElement([1.0, 2.0], count: rows).map { $0 })
    var configuration = try PipelineConfiguration(.unfitted(IsolationForest()))
    configuration.program = Made(rows: try TestTables.normal(rows: 20, columns: 2))
    let model = try Pipeline.fit(configuration, to: X.view, seed: 1, on: Execution())
    #expect(model.report.distance.isNaN)
  }

  @Test func oneRowIsRefused() throws {
    let X = try Matrix([[1, 2]])
    #expect(throws: DASError.self) { try fit(X, against: X) }
  }

  /// Files keep it; what `fuse` makes, and files without it, say that it is not known.
  @Test func isKeptInFiles() throws {
    let execution = Execution()
    let X = try TestTables.clusters(rows: 150, columns: 3)
    let model = try fit(X, against: TestTables.clusters(rows: 60, columns: 3, seed: 4))
    let read = try decoded(model)
    #expect(read.report.anomalies == 60)
    #expect(read.report.hardness == model.report.hardness)
    #expect(read.report.distance == model.report.distance)
    #expect(read.booster.outOfBagAUC == model.booster.outOfBagAUC)
    let fused = try decoded(
      Pipeline.fuse(model.detector, model.booster, FusionSettings(), X: X.view, on: execution))
    #expect(fused.report.anomalies == 0)
    #expect(fused.report.hardness.isNaN && fused.report.distance.isNaN)
    #expect(fused.booster.outOfBagAUC == model.booster.outOfBagAUC)
  }

  private func decoded(_ model: Model) throws -> Model {
    try Archive.encode(model).read(Archive.decodeModel)
  }
}
