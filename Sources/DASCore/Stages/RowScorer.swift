/// Anything that gives each row a score: higher = more anomalous.
///
/// This is all that a synthesis program may know of a detector. A score depends on the row alone,
/// never on the batch it came in. Implementations are immutable; any number of threads may score.
package protocol RowScorer: Sendable {
  /// The number of features a row must have; 0 where a host's own code checks for itself.
  var columns: Int { get }

  /// What the columns of the fit hold; nil for numeric ones without missing cells.
  var schema: Schema? { get }

  /// Whether it is a host's own code that takes tables of any schema.
  var takesAnySchema: Bool { get }

  /// Writes one score a row of `X`; `scores` has room for `X.rows` values.
  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution) throws

  /// The scores of the rows the scorer was fitted on, given once more.
  ///
  /// They are `score` unless the method treats its own rows otherwise, as ECOD does.
  func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution) throws
}

extension RowScorer {
  package var schema: Schema? { nil }
  package var takesAnySchema: Bool { false }

  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try score(X, into: scores, on: execution)
  }

  package func trainingScores(_ X: MatrixView, on execution: Execution) throws -> Buffer<Double> {
    let scores = try Buffer<Double>(uninitialized: X.rows)
    try trainingScores(X, into: scores.base, on: execution)
    return scores
  }

  /// The scores of `X` in memory that the library owns.
  package func scores(_ X: MatrixView, on execution: Execution) throws -> Buffer<Double> {
    let scores = try Buffer<Double>(uninitialized: X.rows)
    try score(X, into: scores.base, on: execution)
    return scores
  }

  /// Cuts `X` into blocks of constant size and hands each to `body` as row-major doubles.
  func scoreBlocks(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution,
    _ body: (
      _ rows: UnsafePointer<Double>, _ rowStride: Int, _ count: Int,
      _ scores: UnsafeMutablePointer<Double>
    ) throws -> Void
  ) throws {
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      try X.withRowMajor(range, on: execution) { rows, stride in
        try body(rows, stride, range.count, scores + range.lowerBound)
      }
    }
  }
}
