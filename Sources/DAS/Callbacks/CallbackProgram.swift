internal import CDAS
internal import DASCore

/// A synthesis program of the host: the paper's generate_hard_anomalies(n_samples, model, X_train).
struct CallbackProgram: SynthesisProgram {
  let name: String
  private let callbacks: das_program_callbacks
  private let userData: CallbackUserData

  init(_ foreign: UnsafePointer<das_program_callbacks>?) throws {
    (callbacks, userData) = try adopted(foreign)
    _ = try required(callbacks.synthesize, "callbacks->synthesize")
    name = try callbackName(callbacks.name)
  }

  func synthesize(
    _ count: Int, against detector: any RowScorer, from X: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> Matrix {
    guard let synthesize = callbacks.synthesize else {
      throw DASError(.internal, "program \(name.quoted) has no synthesize")
    }
    try execution.checkCancelled()
    let rows = try Matrix(rows: count, columns: X.columns)
    rows.storage.elements.update(repeating: .nan)
    let model = PredictScore(detector, columns: X.columns, execution)
    var matrix = X.exported
    let status = asHost {
      synthesize(
        userData.pointer, Int64(count), PredictScore.predictScore,
        Unmanaged.passUnretained(model).toOpaque(), &matrix, seed, rows.storage.base)
    }
    withExtendedLifetime((model, X, self)) {}
    if let error = model.error { throw error }
    try checkCallback(status, name, "synthesize")
    try check(rows)
    return rows
  }

  private func check(_ rows: Matrix) throws {
    for row in 0..<rows.rows {
      for column in 0..<rows.columns
      where !(rows[row, column].magnitude <= MatrixView.maxMagnitude) {
        throw DASError(
          .callbackFailed,
          "synthesize of \(name.quoted) gave \(rows[row, column]) at row \(row), column \(column); "
            + "it must write n_samples x columns finite values")
      }
    }
  }
}

/// The detector as a program of the host sees it: predict_score and its `model`.
private final class PredictScore {
  private let detector: any RowScorer
  private let columns: Int
  private let execution: Execution
  /// What went wrong in a call; it outranks the status that the program returns.
  private(set) var error: (any Error)?

  init(_ detector: any RowScorer, columns: Int, _ execution: Execution) {
    self.detector = detector
    self.columns = columns
    self.execution = execution
  }

  static let predictScore: das_predict_score_fn = { model, X, scores in
    guard let model else { return DASError.Code.invalidArgument.rawValue }
    let scorer = Unmanaged<PredictScore>.fromOpaque(model).takeUnretainedValue()
    return withoutTraps { scorer.score(X, scores) }
  }

  private func score(
    _ X: UnsafePointer<das_matrix>?, _ scores: UnsafeMutablePointer<Double>?
  ) -> das_status {
    do {
      let X = try MatrixView.importing(X, "X", columns: columns, on: execution)
      try detector.score(X, into: try required(scores, "scores"), on: execution)
      return das_status(DAS_OK)
    } catch {
      self.error = error
      return (error as? DASError)?.code.rawValue ?? DASError.Code.internal.rawValue
    }
  }
}
