import Glibc

/// Whole files, with the system's own reason where it refuses.
enum FileIO {
  /// The largest file that is read at all; what it holds is checked on its own.
  private static let largest = 1 << 40

  static func read(_ path: String) throws -> Buffer<UInt8> {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw refused("open", path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw refused("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw DASError(.io, "cannot read '\(path)': it is not a regular file")
    }
    guard status.st_size >= 0, status.st_size < largest else {
      throw DASError(.badFormat, "'\(path)' has \(status.st_size) bytes: too large for a model")
    }
    let bytes = try Buffer<UInt8>(uninitialized: Int(status.st_size))
    var place = 0
    while place < bytes.count {
      let count = Glibc.read(file, bytes.base + place, bytes.count - place)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refused("read", path) }
      guard count > 0 else { throw DASError(.io, "cannot read '\(path)': it became shorter") }
      place += count
    }
    return bytes
  }

  /// Writes to a temporary name beside `path`, syncs, then renames: a reader finds the old file or the
  /// whole new one, never a part, also after a power cut.
  static func write(_ bytes: Buffer<UInt8>, to path: String) throws {
    let (file, temporary) = try createBeside(path)
    do {
      try write(bytes, to: file, path)
      guard fsync(file) == 0 else { throw refused("write", path) }
    } catch {
      close(file)
      unlink(temporary)
      throw error
    }
    guard close(file) == 0, rename(temporary, path) == 0 else {
      let error = refused("write", path)
      unlink(temporary)
      throw error
    }
  }

  /// A new file whose name nobody else has, with the permissions that the host's umask gives.
  private static func createBeside(_ path: String) throws -> (Int32, String) {
    for attempt in 0..<100 {
      var now = timespec()
      clock_gettime(CLOCK_MONOTONIC, &now)
      let name = "\(path).\(getpid()).\(now.tv_nsec).\(attempt).tmp"
      let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if file >= 0 { return (file, name) }
      guard errno == EEXIST else { throw refused("write", path) }
    }
    throw DASError(.io, "cannot write '\(path)': no free temporary name beside it")
  }

  private static func write(_ bytes: Buffer<UInt8>, to file: Int32, _ path: String) throws {
    var place = 0
    while place < bytes.count {
      let count = Glibc.write(file, bytes.base + place, bytes.count - place)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refused("write", path) }
      place += count
    }
  }

  private static func refused(_ what: String, _ path: String) -> DASError {
    DASError(.io, "cannot \(what) '\(path)': \(String(cString: strerror(errno)))")
  }
}
