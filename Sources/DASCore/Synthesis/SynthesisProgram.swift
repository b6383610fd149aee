/// A synthesis program, which makes hard anomalies from training rows and a detector's scores: the
/// paper's `generate_hard_anomalies(n_samples, model, X_train)`.
package protocol SynthesisProgram: Sendable {
  var name: String { get }

  /// Whether it redraws rows that equal a training row.
  var redrawsCopies: Bool { get }

  /// Whether it takes tables with a schema: categories and missing cells.
  var takesSchema: Bool { get }

  /// Exactly `count` rows that could be rows of `X`; the same seed gives the same bits.
  func synthesize(
    _ count: Int, against detector: any RowScorer, from X: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> Matrix
}

extension SynthesisProgram {
  package var redrawsCopies: Bool { false }
  package var takesSchema: Bool { false }

  /// Hard anomalies of any table, with its schema, or a refusal: the one way in.
  package func synthesize(
    _ count: Int, fromAny X: MatrixView, against detector: any RowScorer, seed: UInt64,
    on execution: Execution
  ) throws -> Matrix {
    if let schema = X.schema, !takesSchema {
      throw schema.refusal(by: "program \(name.quoted)")
    }
    var made = try synthesize(count, against: detector, from: X, seed: seed, on: execution)
    made.schema = X.schema
    return made
  }
}
