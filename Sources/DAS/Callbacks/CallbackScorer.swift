internal import CDAS
internal import DASCore

/// A fitted detector or classifier of the host, called on the calling thread only.
struct CallbackScorer: FittedDetector, FittedBooster {
  let name: String
  /// 0 where the host checks for itself.
  let columns: Int
  /// Of the table that the library had it fitted to.
  var schema: Schema?
  /// Whether it takes tables with a schema.
  let takesSchema: Bool
  let function: ScoreCallback
  let userData: CallbackUserData
  /// What fitted it, kept alive as long.
  var fittedBy: CallbackUserData?

  var isForeign: Bool { true }
  /// The host fitted it itself, and knows to which columns.
  var takesAnySchema: Bool { takesSchema && fittedBy == nil }
  var outOfBagScores: Buffer<Double>? { nil }

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try execution.checkCancelled()
    // A callback that forgets a row must not pass: NaN is left where nothing was written.
    scores.update(repeating: .nan, count: X.rows)
    let schema = X.schema.map(SchemaHandle.init)
    var matrix = X.exported(schema)
    let status = asHost { function(userData.pointer, &matrix, scores) }
    try checkCallback(status, name, "score")
    withExtendedLifetime((self, schema)) {}
    for row in 0..<X.rows where !scores[row].isFinite {
      throw DASError(
        .callbackFailed, "score of \(name.quoted) gave \(scores[row]) for row \(row)")
    }
  }
}
