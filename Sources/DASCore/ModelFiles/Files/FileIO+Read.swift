import Glibc

extension FileIO {
  /// The largest file that is read at all; what it holds is checked on its own.
  private static let largest = 1 << 40

  /// The bytes that a regular file has when it is opened. Nothing else is opened, and nothing
  /// waited for.
  static func read(_ path: Path) throws -> Buffer<UInt8> {
    var status = stat()
    guard !path.isEmpty else { throw refused("open", path, "the path is empty") }
    guard stat(path.bytes, &status) == 0 else { throw refused("open", path) }
    try checkKind(status, "read", path)
    // A pipe that came to stand there meanwhile would keep a plain open waiting.
    let file = open(path.bytes, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw refused("open", path) }
    defer { close(file) }
    guard fstat(file, &status) == 0 else { throw refused("read", path) }
    try checkKind(status, "read", path)
    guard status.st_size >= 0, status.st_size < largest else {
      throw DASError(
        .badFormat, "\(path.quoted) has \(status.st_size) bytes: too large for a model")
    }
    return try read(Int(status.st_size), from: file, path)
  }

  private static func read(_ size: Int, from file: Int32, _ path: Path) throws -> Buffer<UInt8> {
    let bytes = try Buffer<UInt8>(uninitialized: size)
    var offset = 0
    while offset < size {
      let count = Glibc.read(file, bytes.base + offset, size - offset)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refused("read", path) }
      guard count > 0 else { throw refused("read", path, "it became shorter") }
      offset += count
    }
    return bytes
  }
}
