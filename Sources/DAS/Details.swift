public import CDAS
internal import DASCore

/// Copies a model with new details: column names, contamination, threshold, a note. Free both
/// models with das_model_free.
///
/// `details` replaces all of the model's details; to keep some, start from das_model_details. The
/// training scores of a model cannot be set.
@c(das_model_describe)
public func das_model_describe(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  ModelHandle.describe(context, model, details, described)
}

/// Copies a detector with new details; see das_model_describe. Free both with das_detector_free.
///
/// das_detector_fit sets no training scores, contamination or threshold, without which a detector's
/// file has no labels.
@c(das_detector_describe)
public func das_detector_describe(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  DetectorHandle.describe(context, detector, details, described)
}

/// Copies a booster with new details; see das_model_describe. Free both with das_booster_free.
///
/// A booster has only names and a note.
@c(das_booster_describe)
public func das_booster_describe(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ details: UnsafePointer<das_details>?, _ described: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  BoosterHandle.describe(context, booster, details, described)
}

/// Gets a model's details. Set `details->size` before the call. Its pointers are valid as long as
/// the model.
@c(das_model_details)
public func das_model_details(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  ModelHandle.details(context, model, details)
}

/// Gets a detector's details; see das_model_details.
@c(das_detector_details)
public func das_detector_details(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  DetectorHandle.details(context, detector, details)
}

/// Gets a booster's details; see das_model_details.
@c(das_booster_details)
public func das_booster_details(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ details: UnsafeMutablePointer<das_details>?
) -> das_status {
  BoosterHandle.details(context, booster, details)
}

/// Writes the provenance of a model as a JSON object of strings, zero-terminated: "preset",
/// "program", "seed", the settings of each stage ("settings.iforest" ...).
///
/// In a model that was read from a file, these strings are untrusted.
/// - Parameters:
///   - buffer: receives the text, UTF-8; NULL with capacity 0 asks for the size alone.
///   - size: receives the bytes needed, including the terminating zero.
@c(das_model_provenance)
public func das_model_provenance(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  ModelHandle.provenance(context, model, buffer, capacity, size)
}

/// Writes the provenance of a detector; see das_model_provenance.
@c(das_detector_provenance)
public func das_detector_provenance(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  DetectorHandle.provenance(context, detector, buffer, capacity, size)
}

/// Writes the provenance of a booster; see das_model_provenance.
@c(das_booster_provenance)
public func das_booster_provenance(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  BoosterHandle.provenance(context, booster, buffer, capacity, size)
}

/// Checks that column names are those of the fit, in the same order. DAS_ERROR_SHAPE_MISMATCH names
/// the first that differs. A model without names accepts any.
/// - Parameters:
///   - names: in UTF-8.
///   - count: the number of names.
@c(das_model_check_names)
public func das_model_check_names(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ names: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
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
