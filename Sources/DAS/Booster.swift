public import CDAS
internal import DASCore

/// A booster: fitted, or one of the host that das_enhance fits.
final class BoosterHandle: Handle, FittedHandle {
  static let role = "booster"
  let source: PipelineConfiguration.BoosterSource
  let details: Details
  /// As a C string; nil where there was no memory for it.
  let name: Buffer<CChar>?

  init(_ source: PipelineConfiguration.BoosterSource, _ details: Details = Details()) {
    (self.source, self.details) = (source, details)
    let name =
      switch source {
      case .fitted(let booster): booster.name
      case .unfitted(let booster): booster.name
      }
    self.name = try? Buffer(Array(name.utf8CString))
  }

  convenience init(image: UnsafeRawBufferPointer) throws {
    let (read, details) = try Archive.decodeBooster(image)
    self.init(.fitted(read), details)
  }

  var columns: Int { get throws { try fitted().columns } }
  var schema: Schema? { get throws { try fitted().schema } }
  var tableForm: TableForm { get throws { try TableForm(of: fitted()) } }

  func image() throws -> Buffer<UInt8> { try Archive.encode(fitted(), details) }

  func described(by details: Details) throws -> BoosterHandle {
    guard
      details.contamination == nil, details.threshold == nil, details.trainingScores == nil
    else {
      throw DASError(
        .invalidArgument, "a booster has no contamination, threshold or training scores")
    }
    return BoosterHandle(source, details)
  }

  func fitted() throws -> any FittedBooster { try source.fitted(Self.role) }
}

/// Fits a built-in booster f~ on normal rows (class 0) and hard anomalies (class 1): D_aug of Eq.
/// 6. Free it with das_booster_free.
///
/// Neither table is copied. A classifier that scores all rows alike logs a warning. The same seed
/// gives the same bits for any number of threads.
/// - Parameters:
///   - settings: of a booster stage; NULL = the booster of the default preset.
///   - X: normal rows.
///   - anomalies: hard anomalies, with the columns of X.
@c(das_boost)
public func das_boost(
  _ context: das_context_ref?, _ settings: das_settings_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ anomalies: UnsafePointer<das_matrix>?, _ seed: UInt64,
  _ booster: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(booster, "booster")
    let unfitted = try unfittedBooster(settings, preset: .standard)
    let normals = try MatrixView.importing(X, "X", for: .fit, on: execution)
    let anomalies = try MatrixView.importing(
      anomalies, "anomalies", as: TableForm(of: normals), for: .extra, on: execution)
    let fitted = try execution.run(unfitted.name) {
      try unfitted.fitChecked(normals: normals, anomalies: anomalies, seed: seed, on: execution)
    }
    let used = try Settings(of: settings, else: Preset.standard.booster())
    BoosterHandle(.fitted(fitted), Details(of: used, seed: seed)).give(to: target)
  }
}

/// Wraps the host's own classifier, fitted or not. Free it with das_booster_free.
///
/// `callbacks` is copied. `callbacks->destroy` is called exactly once, also when this call fails:
/// see das_destroy_fn.
@c(das_booster_wrap)
public func das_booster_wrap(
  _ context: das_context_ref?, _ callbacks: UnsafePointer<das_booster_callbacks>?,
  _ booster: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  guarded(context) { _ in
    let handle =
      switch try adoptedEstimator(callbacks) {
      case .unfitted(let booster): BoosterHandle(.unfitted(booster))
      case .fitted(let booster): BoosterHandle(.fitted(booster))
      }
    handle.give(to: try required(booster, "booster"))
  }
}

/// Frees a booster; NULL is allowed. Models made with it stay valid.
@c(das_booster_free)
public func das_booster_free(_ booster: das_booster_ref?) { BoosterHandle.release(booster) }

/// Scores rows by the probability of class 1, in [0, 1].
///
/// Any number of threads may score one built-in booster, each with its own context.
/// - Parameters:
///   - scores: receives X->rows scores.
///   - capacity: the size of `scores`, in elements.
@c(das_booster_score)
public func das_booster_score(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try BoosterHandle.checked(booster)
    let X = try handle.importing(X, on: execution)
    try score(handle.fitted(), X, into: scores, capacity: capacity, on: execution)
  }
}

/// Writes the out-of-bag scores of the booster's normal training rows: the probability of class 1
/// by the trees that did not see the row; NaN where every tree saw it.
///
/// DAS_ERROR_UNSUPPORTED where the booster has none: its trees saw all rows or are fewer than 20,
/// or it is wrapped.
/// - Parameters:
///   - scores: receives one score per normal row; NULL with capacity 0 asks for the count alone.
///   - count: receives the number of normal rows.
@c(das_booster_out_of_bag_scores)
public func das_booster_out_of_bag_scores(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64, _ count: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let booster = try BoosterHandle.checked(booster).fitted()
    guard let stored = booster.outOfBagScores else {
      throw DASError(
        .unsupported, "booster \(booster.name.quoted) has no out-of-bag scores")
    }
    try copy(
      stored, to: scores, capacity: capacity, count: count, names: ("scores", "count"))
  }
}

/// Returns the number of columns that a booster takes; 0 for NULL, and for a wrapped booster that
/// checks them itself. Any thread may call this.
@c(das_booster_columns)
public func das_booster_columns(_ booster: das_booster_const_ref?) -> Int64 {
  Int64((try? booster.map { try BoosterHandle.from($0).columns }) ?? 0)
}

/// Returns the name of a booster: "extra_trees" for instance, or a wrapped booster's own name; NULL
/// for NULL. Valid as long as the booster. Any thread may call this.
@c(das_booster_name)
public func das_booster_name(_ booster: das_booster_const_ref?) -> UnsafePointer<CChar>? {
  booster.map { BoosterHandle.from($0).name.map { UnsafePointer($0.base) } ?? StaticText.empty }
}

/// The unfitted booster of settings; NULL means the preset's.
func unfittedBooster(
  _ settings: das_settings_const_ref?, preset: Preset
) throws -> any Booster {
  let settings = try Settings(of: settings, else: preset.booster())
  return try Boosters.named(settings.stage).init(settings)
}
