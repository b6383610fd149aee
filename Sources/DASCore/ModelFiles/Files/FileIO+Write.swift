import Glibc

extension FileIO {
  /// Writes to a temporary file in the same folder, syncs, then renames: a reader finds the old
  /// file or the whole new one, never a part, also after a power cut.
  ///
  /// Symbolic links stay, and what they lead to is replaced; a file that is replaced hands on its
  /// mode, owner and group. What a killed process has left of such a file is removed.
  static func write(_ bytes: Buffer<UInt8>, to path: Path) throws {
    let target = try FileTarget(of: path)
    let temporary = try TemporaryFile(for: target)
    do {
      try temporary.removeOthers()
      try temporary.takeAttributes()
      try write(bytes, to: temporary.file, path)
      guard fsync(temporary.file) == 0 else { throw refused("write", path) }
      try temporary.replaceTarget()
    } catch {
      temporary.remove()
      throw error
    }
  }

  private static func write(_ bytes: Buffer<UInt8>, to file: Int32, _ path: Path) throws {
    var offset = 0
    while offset < bytes.count {
      let count = Glibc.write(file, bytes.base + offset, bytes.count - offset)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw refused("write", path) }
      offset += count
    }
  }
}
