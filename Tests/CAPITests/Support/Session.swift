import DASHeader

/// A context for one test, and short ways to make the objects that tests start from.
///
/// It keeps the objects that it made: a handle's pointer says nothing to Swift of the handle's
/// life.
final class Session {
  let context: das_context_ref
  private var kept: [Owned] = []

  init(threads: Int32 = 1) throws {
    var context: das_context_ref?
    let status = das_context_create(&context)
    guard let context, status == DAS_OK else {
      throw UnexpectedOutcome(outcome: .failed(Int(status), "das_context_create"))
    }
    self.context = context
    das_context_set_threads(context, threads)
  }

  deinit { das_context_free(context) }

  /// Runs a call on the context and returns its status and message.
  func outcome(_ call: (das_context_ref) -> das_status) -> Outcome {
    let status = call(context)
    return Outcome(status: Int(status), message: String(cString: das_context_message(context)))
  }

  /// Runs a call that has to succeed.
  func run(_ call: (das_context_ref) -> das_status) throws {
    let outcome = outcome(call)
    if outcome != .ok { throw UnexpectedOutcome(outcome: outcome) }
  }

  /// The object that a call gives out, freed with the session, or with the last reference to it.
  func make(
    _ free: @escaping (OpaquePointer?) -> Void, keep: Bool = true,
    _ call: (das_context_ref, UnsafeMutablePointer<OpaquePointer?>) -> das_status
  ) throws -> Owned {
    var reference: OpaquePointer?
    try run { call($0, &reference) }
    guard let reference else {
      throw UnexpectedOutcome(outcome: .failed(Int(DAS_OK), "a success gave no object"))
    }
    let owned = Owned(reference, free)
    if keep { kept.append(owned) }
    return owned
  }
}

/// A handle of the library, freed when nothing refers to it any more.
final class Owned {
  let reference: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  init(_ reference: OpaquePointer, _ free: @escaping (OpaquePointer?) -> Void) {
    self.reference = reference
    self.free = free
  }

  deinit { free(reference) }
}

// MARK: - Objects to start from

extension Session {
  func settings(_ stage: String) throws -> Owned {
    try make(das_settings_free) { das_settings_create($0, stage, $1) }
  }

  /// Settings of a forest so small that a debug build grows it at once.
  func smallForest(_ stage: String = "random_forest", trees: Int64 = 20) throws -> Owned {
    let settings = try settings(stage)
    try run { das_settings_set_int($0, settings.reference, "n_estimators", trees) }
    return settings
  }

  /// Settings of a detector that a debug build fits at once.
  func quick(_ stage: String) throws -> Owned {
    if stage == "iforest" { return try smallForest(stage) }
    let settings = try settings(stage)
    if stage == "drl" {
      for (name, value) in [("n_estimators", 2), ("hidden", 24), ("epochs", 10)] {
        try run { das_settings_set_int($0, settings.reference, name, Int64(value)) }
      }
    }
    return settings
  }

  func detector(_ stage: String = "iforest", on X: Table, seed: UInt64 = 1) throws -> Owned {
    let settings = try quick(stage)
    return try make(das_detector_free) {
      das_detector_fit($0, settings.reference, &X.matrix, seed, $1)
    }
  }

  func booster(on X: Table, against anomalies: Table, seed: UInt64 = 1) throws -> Owned {
    let settings = try smallForest()
    return try make(das_booster_free) {
      das_boost($0, settings.reference, &X.matrix, &anomalies.matrix, seed, $1)
    }
  }

  /// The enhanced model of a detector with small forests.
  func model(
    _ stage: String = "ecod", preset: String = "default", on X: Table, seed: UInt64 = 1,
    program: Owned? = nil
  ) throws -> Owned {
    let detector = try quick(stage)
    let booster = try make(das_settings_free) { das_settings_preset($0, preset, "booster", $1) }
    try run { das_settings_set_int($0, booster.reference, "n_estimators", 20) }
    return try preset.withCString { name in
      var options = das_enhance_options()
      options.size = MemoryLayout<das_enhance_options>.size
      options.preset = name
      options.detector = detector.reference
      options.booster = booster.reference
      options.program = program?.reference
      return try make(das_model_free) { das_enhance($0, &options, &X.matrix, seed, $1) }
    }
  }

  /// A fitted object's scores of `X` by its own scoring function.
  func scores(
    _ object: Owned, _ X: Table,
    by score: (
      das_context_ref?, OpaquePointer?, UnsafePointer<das_matrix>?, UnsafeMutablePointer<Double>?,
      Int64
    ) -> das_status = das_model_score
  ) throws -> [Double] {
    var scores = [Double](repeating: .nan, count: Int(X.matrix.rows))
    try run { score($0, object.reference, &X.matrix, &scores, X.matrix.rows) }
    return scores
  }
}
