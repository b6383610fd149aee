public import CDAS
internal import DASCore

/// Makes a copy of a model with other details: names of columns, contamination, threshold, a note. Free
/// both with das_model_free.
///
/// `details` replaces all that the model had; read it with das_model_details and change that to keep the
/// rest. Training scores are not the caller's to set. Since 1.0.
@c(das_model_describe)
public func das_model_describe(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(described, "described")
    var model = ModelHandle.from(try required(model, "model")).model
    let details = try Details(
      importing: details, columns: model.columns, provenance: model.provenance)
    guard details.trainingScores == nil else {
      throw DASError(.invalidArgument, "details->training_scores of a model cannot be set")
    }
    model.details = details
    ModelHandle(model).give(to: target)
  }
}

/// Makes a copy of a detector with other details; as das_model_describe. Free both with das_detector_free.
///
/// Without training scores, contamination and threshold it says nothing of labels: das_detector_fit gives
/// none of them. Since 1.0.
@c(das_detector_describe)
public func das_detector_describe(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(described, "described")
    let handle = DetectorHandle.from(try required(detector, "detector"))
    let details = try Details(
      importing: details, columns: handle.fitted().columns, provenance: handle.details.provenance)
    DetectorHandle(handle.source, details).give(to: target)
  }
}

/// Makes a copy of a booster with other details; as das_model_describe. Free both with das_booster_free.
///
/// A booster takes names and a note only. Since 1.0.
@c(das_booster_describe)
public func das_booster_describe(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(described, "described")
    let handle = BoosterHandle.from(try required(booster, "booster"))
    let details = try Details(
      importing: details, columns: handle.fitted().columns, provenance: handle.details.provenance)
    guard details.decidesNothing else {
      throw DASError(
        .invalidArgument, "a booster has no contamination, threshold or training scores")
    }
    BoosterHandle(handle.source, details).give(to: target)
  }
}

extension Details {
  fileprivate var decidesNothing: Bool {
    contamination == nil && threshold == nil && trainingScores == nil
  }
}

/// Tells a model's details; set `details->size` before the call. Pointers in it are valid as long as the
/// model. Since 1.0.
@c(das_model_details)
public func das_model_details(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  guarded(context) { _ in
    try ModelHandle.from(try required(model, "model")).model.details.export(to: details)
  }
}

/// Tells a detector's details; as das_model_details. Since 1.0.
@c(das_detector_details)
public func das_detector_details(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  guarded(context) { _ in
    try DetectorHandle.from(try required(detector, "detector")).details.export(to: details)
  }
}

/// Tells a booster's details; as das_model_details. Since 1.0.
@c(das_booster_details)
public func das_booster_details(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  guarded(context) { _ in
    try BoosterHandle.from(try required(booster, "booster")).details.export(to: details)
  }
}

/// The name of a model's column by its number from 0, in UTF-8; NULL past the last, and where columns
/// have no names. Valid as long as the model. Any thread may call this. Since 1.0.
@c(das_model_feature_name)
public func das_model_feature_name(
  _ model: das_model_const_ref?, _ index: Int64
) -> UnsafePointer<CChar>? {
  model.flatMap { ModelHandle.from($0).model.details.name(index) }
}

/// The name of a detector's column; as das_model_feature_name. Since 1.0.
@c(das_detector_feature_name)
public func das_detector_feature_name(
  _ detector: das_detector_const_ref?, _ index: Int64
) -> UnsafePointer<CChar>? {
  detector.flatMap { DetectorHandle.from($0).details.name(index) }
}

/// The name of a booster's column; as das_model_feature_name. Since 1.0.
@c(das_booster_feature_name)
public func das_booster_feature_name(
  _ booster: das_booster_const_ref?, _ index: Int64
) -> UnsafePointer<CChar>? {
  booster.flatMap { BoosterHandle.from($0).details.name(index) }
}

extension Details {
  fileprivate func name(_ index: Int64) -> UnsafePointer<CChar>? {
    guard let featureNames, index >= 0, index < Int64(featureNames.count) else { return nil }
    return featureNames.pointers[Int(index)]
  }
}

/// Checks names of columns against those that a model was fitted with: the same, in the same order, or
/// DAS_ERROR_SHAPE_MISMATCH with the first that differs. A model without names takes all. Since 1.0.
/// - Parameters:
///   - names: in UTF-8.
///   - count: how many there are.
@c(das_model_check_names)
public func das_model_check_names(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ names: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64
) -> das_status {
  guarded(context) { _ in
    let model = ModelHandle.from(try required(model, "model")).model
    _ = try required(names, "names")
    guard count == Int64(model.columns) else {
      throw DASError(
        .shapeMismatch, "there are \(count) names; the model takes \(model.columns) columns")
    }
    guard let given = try FeatureNames(importing: names, "names", columns: model.columns) else {
      return
    }
    try model.details.featureNames?.check(given, "the table")
  }
}
