internal import CDAS
internal import DASCore

/// A synthesis program of the host: the paper's generate_hard_anomalies(n_samples, model, X_train).
struct CallbackProgram: SynthesisProgram {
  let name: String
  let takesSchema: Bool
  private let callbacks: das_program_callbacks
  private let userData: CallbackUserData

  init(_ foreign: UnsafePointer<das_program_callbacks>?) throws {
    (callbacks, userData) = try adopted(foreign)
    _ = try required(callbacks.synthesize, "callbacks->synthesize")
    name = try callbackName(callbacks.name)
    takesSchema = try callbackFlag(callbacks.takes_schema, callbacks.reserved)
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
    let model = PredictScore(detector, like: X, execution)
    let schema = X.schema.map(SchemaHandle.init)
    var matrix = X.exported(schema)
    let status = asHost {
      synthesize(
        userData.pointer, Int64(count), PredictScore.predictScore,
        Unmanaged.passUnretained(model).toOpaque(), &matrix, seed, rows.storage.base)
    }
    withExtendedLifetime((model, X, schema, self)) {}
    if let error = model.error { throw error }
    try checkCallback(status, name, "synthesize")
    return try check(rows, by: X.schema, on: execution)
  }

  private func check(
    _ rows: Matrix, by schema: Schema?, on execution: Execution
  ) throws -> Matrix {
    guard let schema else {
      try checkFinite(rows)
      return rows
    }
    do {
      return try Matrix(
        copying: rows.view.checked("rows", by: schema, for: .extra, on: execution))
    } catch let error as DASError where error.code == .invalidData {
      throw DASError(
        .callbackFailed,
        "synthesize of \(name.quoted) must write n_samples x columns cells: \(error.message)")
    }
  }

  private func checkFinite(_ rows: Matrix) throws {
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
  private let form: TableForm
  private let execution: Execution
  /// What went wrong in a call; it outranks the status that the program returns.
  private(set) var error: (any Error)?

  init(_ detector: any RowScorer, like X: MatrixView, _ execution: Execution) {
    self.detector = detector
    self.form = TableForm(of: X)
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
      let X = try MatrixView.importing(X, "X", as: form, for: .score, on: execution)
      try detector.score(X, into: try required(scores, "scores"), on: execution)
      return das_status(DAS_OK)
    } catch {
      self.error = error
      return (error as? DASError)?.code.rawValue ?? DASError.Code.internal.rawValue
    }
  }
}
