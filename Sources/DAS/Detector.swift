public import CDAS
internal import DASCore

/// A detector: fitted, or one of the host that das_enhance fits.
final class DetectorHandle: Handle, FittedHandle {
  static let role = "detector"
  let source: PipelineConfiguration.DetectorSource
  let details: Details
  /// As a C string; nil where there was no memory for it.
  let name: Buffer<CChar>?

  init(_ source: PipelineConfiguration.DetectorSource, _ details: Details = Details()) {
    (self.source, self.details) = (source, details)
    let name =
      switch source {
      case .fitted(let detector): detector.name
      case .unfitted(let detector): detector.name
      }
    self.name = try? Buffer(Array(name.utf8CString))
  }

  convenience init(image: UnsafeRawBufferPointer) throws {
    let (read, details) = try Archive.decodeDetector(image)
    self.init(.fitted(read), details)
  }

  var columns: Int { get throws { try fitted().columns } }
  var schema: Schema? { get throws { try fitted().schema } }
  var tableForm: TableForm { get throws { try TableForm(of: fitted()) } }

  func image() throws -> Buffer<UInt8> { try Archive.encode(fitted(), details) }

  func described(by details: Details) throws -> DetectorHandle {
    DetectorHandle(source, details)
  }

  func fitted() throws -> any FittedDetector { try source.fitted(Self.role) }
}

/// Fits a built-in detector to the normal rows of X. Free it with das_detector_free.
///
/// One row is enough for any built-in detector, but hardly anything is learnt from fewer than ten:
/// even remote rows may not be flagged. A fit that learns little or nothing logs a warning: few or
/// equal rows, duplicates or units that dominate lof and knn, columns that vary less than rounding,
/// settings under which all rows score alike.
///
/// The same seed gives the same bits for any number of threads.
/// - Parameters:
///   - settings: of a detector stage, from das_settings_create.
///   - X: rows x columns, finite.
///   - detector: receives the fitted detector.
@c(das_detector_fit)
public func das_detector_fit(
  _ context: das_context_ref?, _ settings: das_settings_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ seed: UInt64, _ detector: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(detector, "detector")
    let unfitted = try unfittedDetector(settings)
    let X = try MatrixView.importing(X, "X", for: .fit, on: execution)
    let fitted = try execution.run(unfitted.name) {
      try unfitted.fitChecked(X, seed: seed, on: execution)
    }
    DetectorHandle(.fitted(fitted), try Details(of: settings, seed: seed)).give(to: target)
  }
}

/// Wraps the host's own detector, fitted or not. Free it with das_detector_free.
///
/// `callbacks` is copied. `callbacks->destroy` is called exactly once, also when this call fails:
/// see das_destroy_fn.
@c(das_detector_wrap)
public func das_detector_wrap(
  _ context: das_context_ref?, _ callbacks: UnsafePointer<das_detector_callbacks>?,
  _ detector: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  guarded(context) { _ in
    let handle =
      switch try adoptedEstimator(callbacks) {
      case .unfitted(let detector): DetectorHandle(.unfitted(detector))
      case .fitted(let detector): DetectorHandle(.fitted(detector))
      }
    handle.give(to: try required(detector, "detector"))
  }
}

/// Frees a detector; NULL is allowed. Models made with it stay valid.
@c(das_detector_free)
public func das_detector_free(_ detector: das_detector_ref?) { DetectorHandle.release(detector) }

/// Scores rows: higher = more anomalous. A score depends on its row alone.
///
/// Any number of threads may score one built-in detector, each with its own context.
/// - Parameters:
///   - X: the rows, with the columns of the fit.
///   - scores: receives X->rows scores.
///   - capacity: the size of `scores`, in elements.
@c(das_detector_score)
public func das_detector_score(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try DetectorHandle.checked(detector)
    let X = try handle.importing(X, on: execution)
    try score(handle.fitted(), X, into: scores, capacity: capacity, on: execution)
  }
}

/// Scores the detector's own training rows, which are passed again.
///
/// The scores equal das_detector_score unless the method treats training rows differently: ecod
/// counts k of n rows in a tail for a training row, k + 1 of n + 1 for a new row.
@c(das_detector_training_scores)
public func das_detector_training_scores(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try DetectorHandle.checked(detector)
    let X = try handle.importing(X, on: execution)
    let scores = try requiredRoom(scores, "scores", capacity: capacity, needed: X.rows)
    try handle.fitted().trainingScores(X, into: scores, on: execution)
  }
}

/// Returns the number of columns that a detector takes; 0 for NULL, and for a wrapped detector that
/// checks them itself. Any thread may call this.
@c(das_detector_columns)
public func das_detector_columns(_ detector: das_detector_const_ref?) -> Int64 {
  Int64((try? detector.map { try DetectorHandle.from($0).columns }) ?? 0)
}

/// Returns the name of a detector: "iforest" for instance, or a wrapped detector's own name; NULL
/// for NULL. Valid as long as the detector. Any thread may call this.
@c(das_detector_name)
public func das_detector_name(_ detector: das_detector_const_ref?) -> UnsafePointer<CChar>? {
  detector.map { DetectorHandle.from($0).name.map { UnsafePointer($0.base) } ?? StaticText.empty }
}

/// The unfitted detector of settings.
func unfittedDetector(_ settings: das_settings_const_ref?) throws -> any Detector {
  let settings = SettingsHandle.from(try required(settings, "settings")).settings
  return try Detectors.named(settings.stage).init(settings)
}

/// Checks the room for the scores of X and scores it.
func score(
  _ scorer: some RowScorer, _ X: MatrixView, into scores: UnsafeMutablePointer<Double>?,
  capacity: Int64, on execution: Execution
) throws {
  let scores = try requiredRoom(scores, "scores", capacity: capacity, needed: X.rows)
  try scorer.score(X, into: scores, on: execution)
}
