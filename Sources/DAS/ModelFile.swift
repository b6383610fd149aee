public import CDAS
internal import DASCore

/// Writes a model as a file image into memory: the two-call idiom.
///
/// The format is safetensors, see docs/reference/model-file.md. A model that holds callbacks of the
/// host is refused with DAS_ERROR_UNSUPPORTED.
/// - Parameters:
///   - buffer: receives the bytes; NULL with capacity 0 asks for the size alone.
///   - capacity: the room in `buffer`, in bytes.
///   - size: receives the bytes needed.
@c(das_model_write)
public func das_model_write(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?,
  _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  ModelHandle.write(context, model, buffer, capacity, size)
}

/// Reads a model from a file image in memory. Free it with das_model_free.
///
/// The bytes are untrusted: any input gives either an error or a sound model, whose scores are finite
/// for all rows that may be scored. A read takes at most 16 times `size` of memory, and 32 MiB, and time in
/// proportion to `size`. No code is in a file.
@c(das_model_read)
public func das_model_read(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ model: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  ModelHandle.read(context, bytes, size, model)
}

/// Saves a model: a temporary file in the same folder is written, synced and renamed, so a reader finds
/// the old file or the whole new one.
///
/// Symbolic links are followed. A file that is replaced hands on its mode, owner and group, or the call
/// fails with DAS_ERROR_IO, as it does where something else than a regular file stands there, where
/// the file may not be written, and where its folder may not. What a killed process left of saving
/// the same file is removed.
/// - Parameter path: bytes as the operating system takes them, UTF-8 or not; `~` is not expanded.
@c(das_model_save)
public func das_model_save(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ path: UnsafePointer<CChar>?
) -> das_status {
  guarded(context) { _ in
    let model = ModelHandle.from(try required(model, "model")).model
    try Archive.save(model, to: Path(cString: required(path, "path")))
  }
}

/// Loads a model that das_model_save wrote; as careful as das_model_read. Nothing but a regular file is
/// opened, and no more is read than it has then.
/// - Parameter path: as for das_model_save.
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

/// Writes a model without the parts that are the host's own code, which das_model_write refuses; those
/// are named in it. The bytes are for das_model_read_partial alone, which takes them together with the
/// parts.
/// - Parameters:
///   - buffer: receives the bytes; NULL with capacity 0 asks for the size alone.
///   - capacity: the room in `buffer`, in bytes.
///   - size: receives the bytes needed.
@c(das_model_write_partial)
public func das_model_write_partial(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  guarded(context) { _ in
    let model = ModelHandle.from(try required(model, "model")).model
    try copy(try Archive.encodeRest(of: model), to: buffer, capacity: capacity, count: size)
  }
}

/// Reads what das_model_write_partial wrote, as careful as das_model_read. Free the model with das_model_free.
///
/// The model keeps what it needs of the parts; they may be freed.
/// - Parameters:
///   - detector: the host's fitted detector; NULL where the model was written with its own.
///   - booster: the host's fitted booster; NULL where the model was written with its own.
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

/// Writes a fitted detector as a file image into memory; as das_model_write.
@c(das_detector_write)
public func das_detector_write(
  _ context: das_context_ref?, _ detector: das_detector_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  DetectorHandle.write(context, detector, buffer, capacity, size)
}

/// Reads a detector from a file image in memory; as careful as das_model_read. Free it with
/// das_detector_free.
@c(das_detector_read)
public func das_detector_read(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ detector: UnsafeMutablePointer<das_detector_ref?>?
) -> das_status {
  DetectorHandle.read(context, bytes, size, detector)
}

/// Writes a fitted booster as a file image into memory; as das_model_write.
@c(das_booster_write)
public func das_booster_write(
  _ context: das_context_ref?, _ booster: das_booster_const_ref?,
  _ buffer: UnsafeMutablePointer<UInt8>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
) -> das_status {
  BoosterHandle.write(context, booster, buffer, capacity, size)
}

/// Reads a booster from a file image in memory; as careful as das_model_read. Free it with
/// das_booster_free.
@c(das_booster_read)
public func das_booster_read(
  _ context: das_context_ref?, _ bytes: UnsafePointer<UInt8>?, _ size: Int64,
  _ booster: UnsafeMutablePointer<das_booster_ref?>?
) -> das_status {
  BoosterHandle.read(context, bytes, size, booster)
}

/// Gives the kind of object in a file image, and so which of das_detector_read, das_booster_read and
/// das_model_read reads it.
///
/// The bytes are untrusted, as for das_model_read. The checksum and the header are checked, not the
/// tensors. DAS_ERROR_BAD_FORMAT where the bytes are no such file.
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
