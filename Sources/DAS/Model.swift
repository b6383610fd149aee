public import CDAS
internal import DASCore

final class ModelHandle: Handle, FittedHandle {
  static let role = "model"
  let model: Model

  init(_ model: Model) { self.model = model }

  convenience init(image: UnsafeRawBufferPointer) throws {
    self.init(try Archive.decodeModel(image))
  }

  var details: Details { model.details }
  var columns: Int { model.columns }
  var schema: Schema? { model.schema }
  var tableForm: TableForm { TableForm(of: model) }

  func image() throws -> Buffer<UInt8> { try Archive.encode(model) }

  func described(by details: Details) throws -> ModelHandle {
    guard details.trainingScores == nil else {
      throw DASError(.invalidArgument, "details->training_scores of a model cannot be set")
    }
    var model = model
    model.details = details
    return ModelHandle(model)
  }
}

/// Fuses a fitted detector and a fitted booster into the model F of Eq. 7. Free it with
/// das_model_free.
///
/// The detector and the booster may be freed before the model.
/// - Parameters:
///   - settings: of the stage "fusion"; NULL = the default preset's.
///   - X: the rows that both were fitted on; their scores set the scales.
@c(das_fuse)
public func das_fuse(
  _ context: das_context_ref?, _ settings: das_settings_const_ref?,
  _ detector: das_detector_const_ref?, _ booster: das_booster_const_ref?,
  _ X: UnsafePointer<das_matrix>?, _ model: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(model, "model")
    let detectorHandle = try DetectorHandle.checked(detector)
    let boosterHandle = try BoosterHandle.checked(booster)
    let (detector, booster) = (try detectorHandle.fitted(), try boosterHandle.fitted())
    let parts = (detectorHandle.details, boosterHandle.details)
    let form = try TableForm(of: detector, and: booster)
    let fusion = try fusionSettings(settings, "settings", preset: .standard)
    let names = try sameNames(parts.0.featureNames, parts.1.featureNames, "the booster")
    let X = try MatrixView.importing(X, "X", as: form, for: .fit, on: execution) {
      $0 == names?.count ? names : nil
    }
    var fused = try execution.run("fusion") {
      try Pipeline.fuse(detector, booster, fusion, X: X, on: execution)
    }
    for part in [parts.0, parts.1] {
      let settings = part.provenance.filter { $0.key.hasPrefix("settings.") }
      fused.details.provenance.merge(settings) { $1 }
    }
    fused.details.provenance.merge(
      try Settings(of: settings, else: Preset.standard.fusion()).provenance
    ) { $1 }
    fused.details.featureNames = names
    ModelHandle(fused).give(to: target)
  }
}

/// Runs the whole method: fits the detector, synthesizes hard anomalies, fits the booster and fuses
/// both. Free the model with das_model_free.
///
/// The same seed gives the same bits for any number of threads.
///
/// Fitting the booster takes most of the time: in the default preset, 200 trees on ten hard
/// anomalies per row, at most 50 000, which takes seconds for thousands of rows. It needs at most
/// twice the memory of a large table, beside it.
/// - Parameters:
///   - options: with only size and a detector set, the default preset.
///   - X: at least 2 rows; options->contamination says what is known of anomalies among them. A fit
///     that learns little logs a warning, as das_detector_fit and das_boost do; so do hard
///     anomalies that are all equal, many rows that look like anomalies (das_model_suspects), and a
///     model that can hardly flag any row.
@c(das_enhance)
public func das_enhance(
  _ context: das_context_ref?, _ options: UnsafePointer<das_enhance_options>?,
  _ X: UnsafePointer<das_matrix>?,
  _ seed: UInt64, _ model: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(model, "model")
    let configuration = try PipelineConfiguration(importing: options)
    var given = Details()
    let X = try MatrixView.importing(
      X, "X", as: configuration.tableForm(), for: .fit, on: execution
    ) { columns in
      given = try Details(of: options, columns: columns)
      return given.featureNames
    }
    var made = try Pipeline.fit(configuration, to: X, seed: seed, on: execution)
    (made.details, made.details.provenance) = (given, made.provenance)
    ModelHandle(made).give(to: target)
  }
}

/// Frees a model; NULL is allowed.
@c(das_model_free)
public func das_model_free(_ model: das_model_ref?) { ModelHandle.release(model) }

/// Scores rows by F: higher = more anomalous. A score depends on its row alone.
///
/// F has no fixed range and is not comparable between models: f and f~ are each scaled to 0 ... 1
/// on the training rows, and may go beyond for other rows; F is f plus the weight times f~.
/// das_model_pvalues and das_model_threshold interpret it. For training rows,
/// das_model_training_scores uses held-out scores of the booster; this function does not.
///
/// Any number of threads may score one model, each with its own context.
/// - Parameters:
///   - scores: receives X->rows scores.
///   - capacity: the size of `scores`, in elements.
@c(das_model_score)
public func das_model_score(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try ModelHandle.checked(model)
    let (model, X) = (handle.model, try handle.importing(X, on: execution))
    try score(model, X, into: scores, capacity: capacity, on: execution)
  }
}

/// Scores rows by f and f~, unscaled, and by F, in one call.
/// - Parameters:
///   - detector_scores: receives X->rows scores of the detector f; NULL where not wanted.
///   - booster_scores: receives X->rows scores of the booster f~; NULL where not wanted.
///   - scores: receives X->rows scores of F; NULL where not wanted.
///   - capacity: the size of each of the three, in elements.
@c(das_model_parts)
public func das_model_parts(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ detector_scores: UnsafeMutablePointer<Double>?, _ booster_scores: UnsafeMutablePointer<Double>?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try ModelHandle.checked(model)
    let (model, X) = (handle.model, try handle.importing(X, on: execution))
    for (name, target) in [
      ("detector_scores", detector_scores), ("booster_scores", booster_scores), ("scores", scores),
    ] where target != nil {
      _ = try requiredRoom(target, name, capacity: capacity, needed: X.rows)
    }
    let f = try execution.scratch(X.rows)
    let boosted = try execution.scratch(X.rows)
    try model.score(
      X, detector: detector_scores ?? f.base, booster: booster_scores ?? boosted.base,
      fused: scores ?? boosted.base, on: execution)
  }
}

/// Gets the scores of the training rows, in their order, which the model stores: f, f~ and F.
///
/// The booster's scores are out-of-bag; NaN where every tree saw the row, or the booster has no
/// out-of-bag scores. There, F uses the in-sample score, and is finite.
/// - Parameters:
///   - detector_scores: receives f; NULL where not wanted.
///   - booster_scores: receives f~; NULL where not wanted.
///   - scores: receives F; NULL where not wanted.
///   - capacity: the size of each of the three, in elements.
///   - count: receives the number of training rows, also where all three are NULL.
@c(das_model_training_scores)
public func das_model_training_scores(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ detector_scores: UnsafeMutablePointer<Double>?, _ booster_scores: UnsafeMutablePointer<Double>?,
  _ scores: UnsafeMutablePointer<Double>?, _ capacity: Int64, _ count: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
    let rows = model.trainingScores.count
    try required(count, "count").pointee = Int64(rows)
    for (name, target, known) in [
      ("detector_scores", detector_scores, model.detectorTrainingScores),
      ("booster_scores", booster_scores, model.booster.outOfBagScores),
      ("scores", scores, model.trainingScores),
    ] where target != nil {
      let target = try requiredRoom(target, name, capacity: capacity, needed: rows)
      if let known, known.count == rows {
        target.update(from: known.base, count: rows)
      } else {
        target.update(repeating: .nan, count: rows)
      }
    }
  }
}

/// Gets diagnostics of a model's fit: whether the hard anomalies were hard, whether the booster
/// separates them from normal rows, and what thresholds are based on. das_enhance logs a warning
/// where the booster's AUC is below .55 on at least 100 rows, or at least .9999.
///
/// Hardness, AUC and distance are measured on at most 512 hard anomalies, evenly spaced, and the
/// distance on at most 4096 normal rows. Hardness and distance are NaN for models of das_fuse, the
/// AUC for boosters without out-of-bag scores.
/// - Parameter report: receives the numbers; set `report->size` before the call.
@c(das_model_report)
public func das_model_report(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ report: UnsafeMutablePointer<das_report>?
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
    let target = try required(report, "report")
    try checkSize(target.pointee.size, of: das_report.self, "report")
    target.pointee = das_report(
      size: MemoryLayout<das_report>.size, rows: Int64(model.trainingScores.count),
      hard_anomalies: Int64(model.report.anomalies), hardness: model.report.hardness,
      booster_auc: model.booster.outOfBagAUC, distance: model.report.distance,
      calibration: model.calibration.source.code, reserved: 0,
      calibration_rows: Int64(model.calibration.sorted.count),
      suspects: model.report.suspects.map { Int64($0.count) } ?? -1)
  }
}

/// Gets the training rows that look like anomalies to the rest: rows that were left out of a
/// booster's fit, and that this booster scores at least .95. None where the rows were not checked:
/// they are clean by options->contamination, fewer than 20, or scored by a booster without
/// out-of-bag votes.
/// - Parameters:
///   - rows: receives the indices of the rows in the training table, ascending; NULL with capacity
///     0 asks for the count alone.
///   - capacity: the size of `rows`, in elements.
///   - count: receives the number of suspects.
@c(das_model_suspects)
public func das_model_suspects(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ rows: UnsafeMutablePointer<Int64>?, _ capacity: Int64, _ count: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let suspects = try ModelHandle.checked(model).model.report.suspects
    let found = suspects?.count ?? 0
    try required(count, "count").pointee = Int64(found)
    guard let suspects, rows != nil || capacity != 0 else { return }
    let target = try requiredRoom(rows, "rows", capacity: capacity, needed: found)
    for index in 0..<found { target[index] = Int64(suspects[index]) }
  }
}

extension Calibration.Source {
  fileprivate var code: Int32 {
    switch self {
    case .training: Int32(DAS_CALIBRATION_TRAINING)
    case .heldOut: Int32(DAS_CALIBRATION_HELD_OUT)
    case .crossFitted: Int32(DAS_CALIBRATION_CROSS_FITTED)
    }
  }
}

/// Returns the number of columns that a model takes; 0 for NULL. Any thread may call this.
@c(das_model_columns)
public func das_model_columns(_ model: das_model_const_ref?) -> Int64 {
  model.map { Int64(ModelHandle.from($0).model.columns) } ?? 0
}

/// Gets the model's detector f. Free it with das_detector_free.
@c(das_model_detector)
public func das_model_detector(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ detector: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
    let details = try model.detectorDetails
    DetectorHandle(.fitted(model.detector), details).give(to: try required(detector, "detector"))
  }
}

/// Gets the model's booster f~. Free it with das_booster_free.
@c(das_model_booster)
public func das_model_booster(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ booster: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
    var details = Details(provenance: model.provenance)
    details.featureNames = model.details.featureNames
    BoosterHandle(.fitted(model.booster), details).give(to: try required(booster, "booster"))
  }
}

extension Model {
  /// What its detector is known by when it is given out.
  fileprivate var detectorDetails: Details {
    get throws {
      var details = Details(provenance: provenance)
      details.featureNames = self.details.featureNames
      try details.setTrainingScores(detectorTrainingScores)
      return details
    }
  }
}
