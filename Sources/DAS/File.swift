public import CDAS
internal import DASCore

/// The bytes of a file.
final class FileHandle: Handle {
  let bytes: Buffer<UInt8>

  init(_ bytes: Buffer<UInt8>) { self.bytes = bytes }
}

/// Writes a file atomically: a temporary file in the same folder is written, synced and renamed, so
/// that a reader finds either the old file or the complete new one.
///
/// Symbolic links are followed. A replaced file passes on its mode, owner and group. DAS_ERROR_IO
/// where that is not possible, where the path is not a regular file, and where the file or its
/// folder is not writable. Temporary files left by a killed process are removed.
/// - Parameters:
///   - folder: the descriptor of an open folder; `path` is then a name in it, and symbolic links
///     are refused. -1 for any path.
///   - path: bytes as the operating system takes them, UTF-8 or not; `~` is not expanded.
///   - bytes: the new contents; not NULL.
///   - size: the number of bytes.
///   - mode: the permissions of a new file before the umask, at most 0777.
@c(das_file_write)
public func das_file_write(
  _ context: das_context_ref?, _ folder: Int32, _ path: UnsafePointer<CChar>?,
  _ bytes: UnsafePointer<UInt8>?, _ size: Int64, _ mode: Int32
) -> das_status {
  guarded(context) { _ in
    let path = try Path(cString: required(path, "path"), in: folder)
    guard let permissions = UInt32(exactly: mode), permissions <= 0o777 else {
      throw DASError(.outOfRange, "mode is \(mode); it takes an integer in 0 ... 511 (0777)")
    }
    try FileIO.write(requiredBytes(bytes, "bytes", size: size), to: path, mode: permissions)
  }
}

/// Reads a whole file, of the size that it has when it is opened. Free it with das_file_free.
///
/// Only regular files are opened. DAS_ERROR_IO for others, and where a file becomes shorter while
/// it is read.
/// - Parameters:
///   - folder: as for das_file_write.
///   - path: as for das_file_write.
///   - max_size: DAS_ERROR_BAD_FORMAT where the file has more bytes.
///   - file: receives the file's bytes, for das_file_bytes.
@c(das_file_read)
public func das_file_read(
  _ context: das_context_ref?, _ folder: Int32, _ path: UnsafePointer<CChar>?,
  _ max_size: Int64, _ file: UnsafeMutablePointer<das_file_ref?>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(file, "file")
    let path = try Path(cString: required(path, "path"), in: folder)
    FileHandle(try FileIO.read(path, maxSize: Int(max_size))).give(to: target)
  }
}

/// The bytes that das_file_read read; valid as long as `file`. NULL gives NULL and a size of 0.
/// - Parameter size: receives their number.
@c(das_file_bytes)
public func das_file_bytes(
  _ file: das_file_const_ref?, _ size: UnsafeMutablePointer<Int64>?
) -> UnsafePointer<UInt8>? {
  let bytes = file.map { FileHandle.from($0).bytes }
  size?.pointee = Int64(bytes?.count ?? 0)
  return UnsafePointer(bytes?.base)
}

/// Frees the bytes of a file; NULL is fine.
@c(das_file_free)
public func das_file_free(_ file: das_file_ref?) { FileHandle.release(file) }
