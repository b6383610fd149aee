import DASHeader
import Testing

/// Objects to start from.
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

  /// Settings of a detector or booster that a debug build fits at once.
  func quick(_ stage: String) throws -> Owned {
    if ["iforest", "random_forest", "extra_trees"].contains(stage) {
      return try smallForest(stage)
    }
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

  func booster(
    _ stage: String = "random_forest", on X: Table, against anomalies: Table = .spread()
  ) throws -> Owned {
    let settings = try quick(stage)
    return try make(das_booster_free) {
      das_boost($0, settings.reference, &X.matrix, &anomalies.matrix, 1, $1)
    }
  }

  /// The model of a fitted detector and a fitted booster.
  func fuse(_ detector: Owned, _ booster: Owned, on X: Table) throws -> Owned {
    try make(das_model_free) {
      das_fuse($0, nil, detector.reference, booster.reference, &X.matrix, $1)
    }
  }

  /// Runs das_enhance with the options that `fill` sets; a failed call gives no model.
  func enhance(
    _ X: Table = .normal(), seed: UInt64 = 1, _ fill: (inout das_enhance_options) -> Void
  ) -> (outcome: Outcome, model: Owned?) {
    var (options, model) = (das_enhance_options.zeroed(), das_model_ref?.none)
    fill(&options)
    let outcome = outcome { das_enhance($0, &options, &X.matrix, seed, &model) }
    #expect((model != nil) == (outcome == .ok))
    return (outcome, model.map { Owned($0, das_model_free) })
  }

  /// The enhanced model of a detector with small forests.
  func model(
    _ stage: String = "ecod", preset: String = "default", on X: Table, seed: UInt64 = 1,
    program: Owned? = nil
  ) throws -> Owned {
    let detector = try quick(stage)
    let booster = try make(das_settings_free) { das_settings_preset($0, preset, "booster", $1) }
    try run { das_settings_set_int($0, booster.reference, "n_estimators", 20) }
    let (outcome, model) = preset.withCString { name in
      enhance(X, seed: seed) {
        ($0.preset, $0.detector, $0.booster) = (name, detector.reference, booster.reference)
        $0.program = program?.reference
      }
    }
    guard let model else { throw UnexpectedOutcome(outcome: outcome) }
    return keep(model)
  }

  /// The detector and the booster of a model.
  func parts(of model: Owned) throws -> (detector: Owned, booster: Owned) {
    (
      try make(das_detector_free) { das_model_detector($0, model.reference, $1) },
      try make(das_booster_free) { das_model_booster($0, model.reference, $1) }
    )
  }
}

/// The host's objects, freed with the last reference to them.
extension Session {
  func wrap(_ callbacks: das_detector_callbacks) throws -> Owned {
    var callbacks = callbacks
    return try make(das_detector_free, keep: false) { das_detector_wrap($0, &callbacks, $1) }
  }

  func wrap(_ callbacks: das_booster_callbacks) throws -> Owned {
    var callbacks = callbacks
    return try make(das_booster_free, keep: false) { das_booster_wrap($0, &callbacks, $1) }
  }

  func wrap(_ callbacks: das_program_callbacks) throws -> Owned {
    var callbacks = callbacks
    return try make(das_program_free, keep: false) { das_program_wrap($0, &callbacks, $1) }
  }
}

/// What objects give.
extension Session {
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

  /// A model's labels of `X` at a level.
  func labels(
    _ model: Owned, _ X: Table, _ level: Double,
    by label: (
      das_context_ref?, OpaquePointer?, UnsafePointer<das_matrix>?, Double,
      UnsafeMutablePointer<Int32>?, Int64
    ) -> das_status = das_model_predict
  ) throws -> [Int32] {
    var labels = [Int32](repeating: -1, count: Int(X.matrix.rows))
    try run { label($0, model.reference, &X.matrix, level, &labels, X.matrix.rows) }
    return labels
  }

  func threshold(_ model: Owned, level: Double) throws -> Double {
    var threshold = 0.0
    try run { das_model_threshold($0, model.reference, level, &threshold) }
    return threshold
  }

  func report(_ model: Owned) throws -> das_report {
    var report = das_report.zeroed()
    try run { das_model_report($0, model.reference, &report) }
    return report
  }
}
