/// A detector with its training scores, as a program sees it: one pass over the training rows
/// serves the choice of seeds, the fusion and the report.
struct ScoredDetector: RowScorer {
  let detector: any FittedDetector
  let trainingScores: Buffer<Double>

  var columns: Int { detector.columns }
  var schema: Schema? { detector.schema }
  var takesAnySchema: Bool { detector.takesAnySchema }

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try detector.score(X, into: scores, on: execution)
  }

  func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    scores.update(from: trainingScores.base, count: trainingScores.count)
  }
}
