internal import CDAS
internal import DASCore

/// A detector or classifier of the host that is still to be fitted.
struct CallbackEstimator: Detector, Booster {
  static let name = "wrapped"
  static let settings: [Setting] = []

  /// Fits to the table of a detector, or to the two of a booster, and gives the fitted object.
  typealias Fit =
    @Sendable (
      _ user: UnsafeMutableRawPointer?, _ tables: UnsafePointer<das_matrix>,
      _ fitted: UnsafeMutablePointer<UnsafeMutableRawPointer?>
    ) -> Int32

  let name: String
  let takesSchema: Bool
  var takesEncoding: Bool { false }
  fileprivate let fit: Fit
  fileprivate let score: ScoreCallback
  fileprivate let release: das_destroy_fn?
  fileprivate let userData: CallbackUserData

  func fit(_ X: MatrixView, seed: UInt64, on execution: Execution) throws -> any FittedDetector {
    try fitted(to: [X], on: execution)
  }

  func fit(
    normals: MatrixView, anomalies: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    try fitted(to: [normals, anomalies], on: execution)
  }

  private func fitted(to tables: [MatrixView], on execution: Execution) throws -> CallbackScorer {
    try execution.checkCancelled()
    var fitted: UnsafeMutableRawPointer?
    let schema = tables[0].schema.map(SchemaHandle.init)
    let status = tables.map { $0.exported(schema) }.withUnsafeBufferPointer { exported in
      exported.baseAddress.map { first in asHost { fit(userData.pointer, first, &fitted) } } ?? 0
    }
    try checkCallback(status, name, "fit")
    withExtendedLifetime((tables, schema)) {}
    return CallbackScorer(
      name: name, columns: tables[0].columns, schema: tables[0].schema, takesSchema: takesSchema,
      function: score,
      userData: CallbackUserData(fitted, destroy: release), fittedBy: userData)
  }
}

extension CallbackEstimator {
  init(_ settings: Settings) throws {
    throw DASError(.unsupported, "a wrapped estimator has no settings")
  }
}

// MARK: - Adoption

/// What the structs of callbacks of detectors and boosters have in common.
protocol EstimatorCallbacks: Sendable {
  var score: ScoreCallback! { get }
  var release: das_destroy_fn! { get }
  var name: UnsafePointer<CChar>! { get }
  var columns: Int64 { get }
  var takes_schema: Int32 { get }
  var reserved: Int32 { get }
  /// nil: `user` is fitted.
  var fitting: CallbackEstimator.Fit? { get }
}

extension das_detector_callbacks: EstimatorCallbacks {
  var fitting: CallbackEstimator.Fit? {
    guard let fit else { return nil }
    return { user, tables, fitted in fit(user, tables, fitted) }
  }
}

extension das_booster_callbacks: EstimatorCallbacks {
  var fitting: CallbackEstimator.Fit? {
    guard let fit else { return nil }
    return { user, tables, fitted in fit(user, tables, tables + 1, fitted) }
  }
}

/// Adopts a detector or classifier of the host, fitted or not.
func adoptedEstimator(
  _ foreign: UnsafePointer<some EstimatorCallbacks>?
) throws -> Estimator<CallbackEstimator, CallbackScorer> {
  let (callbacks, userData) = try adopted(foreign)
  let score = try required(callbacks.score, "callbacks->score")
  let name = try callbackName(callbacks.name)
  let takesSchema = try callbackFlag(callbacks.takes_schema, callbacks.reserved)
  if let fit = callbacks.fitting {
    return .unfitted(
      CallbackEstimator(
        name: name, takesSchema: takesSchema, fit: fit, score: score, release: callbacks.release,
        userData: userData))
  }
  return .fitted(
    CallbackScorer(
      name: name, columns: try callbackColumns(callbacks.columns), takesSchema: takesSchema,
      function: score, userData: userData))
}
