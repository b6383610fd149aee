import Testing

@testable import DASCore

/// What every detector promises, checked on one recipe and one table.
struct DetectorProperties {
  let detector: any Detector
  /// Rows to fit, and rows to score.
  let training: Matrix
  let rows: Matrix
  /// By how much a score may depend on the batch, relative to the largest score: 0 but for BLAS.
  let tolerance: Double

  init(_ detector: any Detector, tolerance: Double, training: Matrix, rows: Matrix) throws {
    (self.detector, self.tolerance) = (detector, tolerance)
    (self.training, self.rows) = (
      try TestTables.roundedToFloat(training), try TestTables.roundedToFloat(rows)
    )
  }

  func check() throws {
    let fitted = try detector.fit(training.view, seed: 1, on: Execution())
    let scores = try fitted.scores(rows.view, on: Execution()).array
    #expect(scores.allSatisfy { $0.isFinite })
    #expect(fitted.columns == training.columns)
    try checkThreads(scores)
    try checkLayouts(fitted, scores)
    try checkBatches(fitted, scores)
  }

  /// The same bits for any number of threads, in fit and in score.
  private func checkThreads(_ expected: [Double]) throws {
    for threads in [2, 5] {
      let execution = Execution(threads: threads)
      let fitted = try detector.fit(training.view, seed: 1, on: execution)
      #expect(try fitted.scores(rows.view, on: execution).array == expected)
    }
  }

  /// Neither the element type nor the layout changes a bit.
  private func checkLayouts(_ fitted: any FittedDetector, _ expected: [Double]) throws {
    for layout in StridedTable.Layout.allCases {
      let strided = try StridedTable(rows, layout, .float32)
      #expect(try fitted.scores(strided.view, on: Execution()).array == expected)
    }
    let strided = try StridedTable(training, .columnMajor, .float32)
    let again = try detector.fit(strided.view, seed: 1, on: Execution())
    #expect(try again.scores(rows.view, on: Execution()).array == expected)
  }

  /// A row scores alone and in a batch in another order what it scored among the others.
  private func checkBatches(_ fitted: any FittedDetector, _ expected: [Double]) throws {
    let scale = expected.map(\.magnitude).max() ?? 0
    for row in 0..<min(rows.rows, 40) {
      let alone = try fitted.scores(rows.view.rows(row..<row + 1), on: Execution())[0]
      #expect((alone - expected[row]).magnitude <= tolerance * scale)
    }
    let reversed = try StridedTable(rows, .rowMajor, .float64).view
    let backwards = MatrixView(
      base: reversed.base + (rows.rows - 1) * rows.columns * 8, rows: rows.rows,
      columns: rows.columns, rowStride: -rows.columns, columnStride: 1, type: .float64,
      owner: reversed.owner)
    let scores = try fitted.scores(backwards, on: Execution()).array
    for (score, other) in zip(scores.reversed(), expected) {
      #expect((score - other).magnitude <= tolerance * scale)
    }
  }
}
