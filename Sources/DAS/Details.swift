public import CDAS
internal import DASCore

/// Makes a copy of a model with other details: names of columns, contamination, threshold, a note. Free
/// both with das_model_free.
///
/// `details` replaces all that the model had; read it with das_model_details and change that to keep the
/// rest. Training scores are not the caller's to set.
@c(das_model_describe)
public func das_model_describe(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  ModelHandle.describe(context, model, details, described)
}

/// Makes a copy of a detector with other details; as das_model_describe. Free both with das_detector_free.
///
/// Without training scores, contamination and threshold it says nothing of labels: das_detector_fit gives
/// none of them.
@c(das_detector_describe)
public func das_detector_describe(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  DetectorHandle.describe(context, detector, details, described)
}

/// Makes a copy of a booster with other details; as das_model_describe. Free both with das_booster_free.
///
/// A booster takes names and a note only.
@c(das_booster_describe)
public func das_booster_describe(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  BoosterHandle.describe(context, booster, details, described)
}

/// Tells a model's details; set `details->size` before the call. Pointers in it are valid as long as the
/// model.
@c(das_model_details)
public func das_model_details(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  ModelHandle.details(context, model, details)
}

/// Tells a detector's details; as das_model_details.
@c(das_detector_details)
public func das_detector_details(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  DetectorHandle.details(context, detector, details)
}

/// Tells a booster's details; as das_model_details.
@c(das_booster_details)
public func das_booster_details(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  BoosterHandle.details(context, booster, details)
}

/// Writes how a model came about as a JSON object of texts, ended by a zero: "preset", "program", "seed",
/// the settings of each stage ("settings.iforest" ...) and what else its file holds of that.
///
/// Texts of a file are the writer's: do not trust them.
/// - Parameters:
///   - buffer: receives the text, UTF-8; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, the ending zero included.
@c(das_model_provenance)
public func das_model_provenance(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  ModelHandle.provenance(context, model, buffer, capacity, size)
}

/// Writes how a detector came about; as das_model_provenance.
@c(das_detector_provenance)
public func das_detector_provenance(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  DetectorHandle.provenance(context, detector, buffer, capacity, size)
}

/// Writes how a booster came about; as das_model_provenance.
@c(das_booster_provenance)
public func das_booster_provenance(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  BoosterHandle.provenance(context, booster, buffer, capacity, size)
}

/// Checks names of columns against those that a model was fitted with: the same, in the same order, or
/// DAS_ERROR_SHAPE_MISMATCH with the first that differs. A model without names takes all.
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
