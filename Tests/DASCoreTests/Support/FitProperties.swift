import Testing

@testable import DASCore

/// What holds for everything that is fitted to tables and scores rows: detectors, boosters, models.
struct FitProperties {
  /// Fits with a fixed seed to tables in a given layout.
  let fit: (_ layout: (Matrix) throws -> MatrixView, Execution) throws -> any RowScorer
  /// The rows to score, exact in `Float`.
  let rows: Matrix
  /// How far a score may depend on the batch, relative to the largest score: 0 except through BLAS.
  let tolerance: Double

  func check() throws {
    let fitted = try fit(\.view, Execution())
    let scores = try fitted.scores(rows.view, on: Execution()).array
    #expect(scores.allSatisfy { $0.isFinite })
    #expect(fitted.columns == rows.columns)
    try checkThreads(scores)
    try checkLayouts(fitted, scores)
    try checkBatches(fitted, scores)
    checkCancellation()
  }

  /// Any number of threads gives the same bits, in fit and in score.
  private func checkThreads(_ expected: [Double]) throws {
    for threads in [2, 5] {
      let execution = Execution(threads: threads)
      let fitted = try fit(\.view, execution)
      #expect(try fitted.scores(rows.view, on: execution).array == expected)
    }
  }

  /// Neither element type nor layout changes a bit.
  private func checkLayouts(_ fitted: any RowScorer, _ expected: [Double]) throws {
    for layout in StridedTable.Layout.allCases {
      let strided = try StridedTable(rows, layout, .float32).view
      #expect(try fitted.scores(strided, on: Execution()).array == expected)
    }
    let again = try fit({ try StridedTable($0, .columnMajor, .float32).view }, Execution())
    #expect(try again.scores(rows.view, on: Execution()).array == expected)
  }

  /// A row scores the same alone, in the batch, and in a batch of another order.
  private func checkBatches(_ fitted: any RowScorer, _ expected: [Double]) throws {
    let scale = expected.map(\.magnitude).max() ?? 0
    for row in stride(from: 0, to: rows.rows, by: max(1, rows.rows / 40)) {
      let alone = try fitted.scores(rows.view.rows(row..<row + 1), on: Execution())[0]
      #expect((alone - expected[row]).magnitude <= tolerance * scale)
    }
    let reversed = try Matrix((0..<rows.rows).reversed().map(rows.rowArray))
    let scores = try fitted.scores(reversed.view, on: Execution()).array
    for (score, other) in zip(scores.reversed(), expected) {
      #expect((score - other).magnitude <= tolerance * scale)
    }
  }

  /// A host stops a fit by its progress callback or from another thread.
  private func checkCancellation() {
    for execution in [
      Execution(progress: { _, _ in false }), Execution(threads: 2, isCancelled: { true }),
    ] {
      #expect(thrownCode { _ = try fit(\.view, execution) } == .cancelled)
    }
  }
}

extension FitProperties {
  /// Those of a detector, on tables that are rounded to `Float` first.
  init(_ detector: any Detector, tolerance: Double = 0, training: Matrix, rows: Matrix) throws {
    let training = try TestTables.roundedToFloat(training)
    self.init(
      fit: { try detector.fit($0(training), seed: 1, on: $1) },
      rows: try TestTables.roundedToFloat(rows), tolerance: tolerance)
  }

  /// Those of a booster, on tables that are rounded to `Float` first.
  init(_ booster: any Booster, normals: Matrix, anomalies: Matrix, rows: Matrix) throws {
    let (normals, anomalies) = (
      try TestTables.roundedToFloat(normals), try TestTables.roundedToFloat(anomalies)
    )
    self.init(
      fit: { try booster.fit(normals: $0(normals), anomalies: $0(anomalies), seed: 1, on: $1) },
      rows: try TestTables.roundedToFloat(rows), tolerance: 0)
  }
}
