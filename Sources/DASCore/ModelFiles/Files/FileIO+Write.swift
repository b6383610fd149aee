import Glibc

extension FileIO {
  /// Writes to a temporary file in the same folder, syncs, then renames: a reader finds the old
  /// file or the whole new one, never a part, also after a power cut.
  ///
  /// Symbolic links stay, and their target is replaced; a replaced file passes on its mode, owner
  /// and group. Temporary files that killed processes left are removed.
  /// - Parameter mode: of a new file, before the umask.
  package static func write(
    _ bytes: UnsafeRawBufferPointer, to path: Path, mode: UInt32 = 0o666
  ) throws {
    let target = try FileTarget(of: path)
    let temporary = try TemporaryFile(for: target, mode: mode)
    do {
      temporary.removeOthers()
      try temporary.takeAttributes()
      try write(bytes, to: temporary.file, path)
      guard repeated({ fsync(temporary.file) }) == 0 else { throw refused("write", path) }
      try temporary.replaceTarget()
    } catch {
      temporary.remove()
      throw error
    }
  }

  static func write(_ bytes: Buffer<UInt8>, to path: Path) throws {
    try withExtendedLifetime(bytes) { try write(UnsafeRawBufferPointer(bytes.elements), to: path) }
  }

  private static func write(
    _ bytes: UnsafeRawBufferPointer, to file: Int32, _ path: Path
  ) throws {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let count = repeated { Glibc.write(file, part.baseAddress, part.count) }
      guard count >= 0 else { throw refused("write", path) }
      rest = rest.dropFirst(count)
    }
  }
}
