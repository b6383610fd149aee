/// A fitted object of numbers with the encoding of the table that it was fitted to: mixed rows are
/// encoded before it sees them.
package protocol EncodedScorer: RowScorer {
  var encoding: Encoding { get }
  /// The object that sees encoded rows.
  var scorer: any RowScorer { get }
}

extension EncodedScorer {
  package var columns: Int { encoding.schema.count }
  package var schema: Schema? { encoding.schema }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try encoding.forEachPart(of: X, on: execution) { rows, first in
      try scorer.score(rows, into: scores + first, on: execution)
    }
  }

  /// The whole table at once, since an object may know its own rows by their position.
  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try scorer.trainingScores(encoding.encode(X, on: execution), into: scores, on: execution)
  }
}
