public import CDAS
internal import DASCore

/// Writes a model to memory, in the format of files: safetensors, see docs/reference/model-file.md.
///
/// DAS_ERROR_UNSUPPORTED for a model with callbacks of the host.
/// - Parameters:
///   - buffer: receives the bytes; NULL with capacity 0 asks for the size alone.
///   - capacity: the size of `buffer`, in bytes.
///   - size: receives the bytes needed.
@c(das_model_write)
public func das_model_write(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?,
  _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  ModelHandle.write(context, model, buffer, capacity, size)
}

/// Reads a model from memory. Free it with das_model_free.
///
/// The bytes are untrusted: any input gives either an error or a valid model, whose scores of valid
/// rows are finite. A read takes at most 16 times `size` plus 32 MiB of memory, and time
/// proportional to `size`. Files contain no code.
@c(das_model_read)
public func das_model_read(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ model: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  ModelHandle.read(context, bytes, size, model)
}

/// Saves a model to a file, atomically; as das_file_write with folder -1 and mode 0666.
/// - Parameter path: as for das_file_write.
@c(das_model_save)
public func das_model_save(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ path: UnsafePointer<CChar>?
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
    try Archive.save(model, to: Path(cString: required(path, "path")))
  }
}

/// Loads a model that das_model_save wrote; as safe as das_file_read and das_model_read.
/// - Parameter path: as for das_file_write.
@c(das_model_load)
public func das_model_load(
  _ context: das_context_ref?, _ path: UnsafePointer<CChar>?,
  _ model: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(model, "model")
    ModelHandle(try Archive.loadModel(from: Path(cString: required(path, "path")))).give(to: target)
  }
}

/// Writes a model without the parts that are callbacks of the host, which das_model_write refuses.
///
/// Only das_model_read_partial reads the bytes, together with those parts.
/// - Parameters:
///   - buffer: receives the bytes; NULL with capacity 0 asks for the size alone.
///   - capacity: the size of `buffer`, in bytes.
///   - size: receives the bytes needed.
@c(das_model_write_partial)
public func das_model_write_partial(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let model = try ModelHandle.checked(model).model
    try copy(try Archive.encodeRest(of: model), to: buffer, capacity: capacity, count: size)
  }
}

/// Reads what das_model_write_partial wrote; as safe as das_model_read. Free the model with
/// das_model_free. The detector and the booster may be freed before it.
/// - Parameters:
///   - detector: the host's fitted detector; NULL where the bytes contain a detector.
///   - booster: the host's fitted booster; NULL where the bytes contain a booster.
@c(das_model_read_partial)
public func das_model_read_partial(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ detector: das_detector_const_ref?, _ booster: das_booster_const_ref?,
  _ model: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(model, "model")
    let made = try Archive.decodeRest(
      requiredBytes(bytes, "bytes", size: size),
      detector: detector.map { try DetectorHandle.from($0).fitted() },
      booster: booster.map { try BoosterHandle.from($0).fitted() })
    ModelHandle(made).give(to: target)
  }
}

/// Writes a fitted detector to memory; see das_model_write.
@c(das_detector_write)
public func das_detector_write(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  DetectorHandle.write(context, detector, buffer, capacity, size)
}

/// Reads a detector from memory; see das_model_read. Free it with das_detector_free.
@c(das_detector_read)
public func das_detector_read(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ detector: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  DetectorHandle.read(context, bytes, size, detector)
}

/// Writes a fitted booster to memory; see das_model_write.
@c(das_booster_write)
public func das_booster_write(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  BoosterHandle.write(context, booster, buffer, capacity, size)
}

/// Reads a booster from memory; see das_model_read. Free it with das_booster_free.
@c(das_booster_read)
public func das_booster_read(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ booster: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  BoosterHandle.read(context, bytes, size, booster)
}

/// Gets the kind of object in a file, which tells whether das_detector_read, das_booster_read or
/// das_model_read reads it.
///
/// The bytes are untrusted: the checksum and the header are checked, but not the tensors.
/// DAS_ERROR_BAD_FORMAT for any other bytes.
/// - Parameter kind: receives DAS_FILE_DETECTOR, DAS_FILE_BOOSTER or DAS_FILE_MODEL.
@c(das_file_kind)
public func das_file_kind(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ kind: UnsafeMutablePointer<Int32>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(kind, "kind")
    switch try Archive.content(of: requiredBytes(bytes, "bytes", size: size)) {
    case .detector: target.pointee = Int32(DAS_FILE_DETECTOR)
    case .booster: target.pointee = Int32(DAS_FILE_BOOSTER)
    case .model: target.pointee = Int32(DAS_FILE_MODEL)
    case .rest:
      throw DASError(
        .badFormat,
        "the file holds a model without the host's parts, which das_model_read_partial reads")
    }
  }
}
