internal import CDAS
internal import DASCore

/// A synthesis program of the host: the paper's generate_hard_anomalies(n_samples, model, X_train).
struct HostProgram: Synthesizer {
  let name: String
  private let callbacks: das_program_callbacks
  private let host: HostObject

  init(_ foreign: UnsafePointer<das_program_callbacks>?) throws {
    (callbacks, host) = try adopted(foreign, size: \.size, user: \.user, destroy: \.destroy)
    _ = try required(callbacks.synthesize, "callbacks->synthesize")
    name = try hostName(callbacks.name)
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
    let model = ScorerForHost(detector, columns: X.columns, execution)
    var matrix = X.exported
    let status = asHost {
      synthesize(
        host.pointer, Int64(count), ScorerForHost.predictScore,
        Unmanaged.passUnretained(model).toOpaque(), &matrix, seed, rows.storage.base)
    }
    withExtendedLifetime((model, X, self)) {}
    if let error = model.error { throw error }
    try checkHost(status, name, "synthesize")
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

/// The detector as a program of the host sees it: a function that gives scores.
private final class ScorerForHost {
  private let detector: any RowScorer
  private let columns: Int
  private let execution: Execution
  /// What went wrong in a call back; it outranks what the program makes of it.
  private(set) var error: (any Error)?

  init(_ detector: any RowScorer, columns: Int, _ execution: Execution) {
    self.detector = detector
    self.columns = columns
    self.execution = execution
  }

  static let predictScore: das_predict_score_fn = { model, X, scores in
    guard let model else { return DASError.Code.invalidArgument.rawValue }
    let scorer = Unmanaged<ScorerForHost>.fromOpaque(model).takeUnretainedValue()
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
