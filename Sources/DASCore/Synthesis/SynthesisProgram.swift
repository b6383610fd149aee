/// A synthesis program, which makes hard anomalies from training rows and a detector's scores: the
/// paper's `generate_hard_anomalies(n_samples, model, X_train)`.
package protocol SynthesisProgram: Sendable {
  var name: String { get }

  /// Whether it redraws rows that equal a training row.
  var redrawsCopies: Bool { get }

  /// Exactly `count` finite rows with the columns of `X`; the same seed gives the same bits.
  func synthesize(
    _ count: Int, against detector: any RowScorer, from X: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> Matrix
}

extension SynthesisProgram {
  package var redrawsCopies: Bool { false }
}
