import Glibc

extension FileIO {
  /// The bytes that a regular file has when it is opened. Nothing else is opened or waited for.
  ///
  /// - Throws: `.badFormat` where it has more than `maxSize` bytes.
  package static func read(_ path: Path, maxSize: Int) throws -> Buffer<UInt8> {
    guard try status(of: path, "read") != nil else { throw refused("read", path, ENOENT) }
    // Without O_NONBLOCK, a pipe that has taken the file's place would block the open.
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC | (path.folder == nil ? 0 : O_NOFOLLOW)
    let file = repeated { openat(path.directory, path.bytes, flags) }
    guard file >= 0 else { throw refused("read", path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw refused("read", path) }
    try checkKind(status, "read", path)
    guard status.st_size <= maxSize else {
      throw DASError(.badFormat, "\(path.quoted) has more than \(maxSize) bytes")
    }
    return try read(Int(status.st_size), from: file, path)
  }

  private static func read(_ size: Int, from file: Int32, _ path: Path) throws -> Buffer<UInt8> {
    let bytes = try Buffer<UInt8>(uninitialized: size)
    var offset = 0
    while offset < size {
      let count = repeated { Glibc.read(file, bytes.base + offset, size - offset) }
      guard count >= 0 else { throw refused("read", path) }
      guard count > 0 else { throw refused("read", path, EIO, because: "it became shorter") }
      offset += count
    }
    return bytes
  }
}
