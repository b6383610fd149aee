import Glibc

/// A new file beside the one that it is to replace.
///
/// Its name is short, also beside a long one, and begins with a hash of the other's, by which the
/// next save finds what a killed process has left. It is locked while it is written; a file left
/// behind is not.
final class TemporaryFile {
  private let target: FileTarget
  private var name: Path
  let file: Int32

  init(for target: FileTarget) throws {
    self.target = target
    for _ in 0..<100 {
      name = Self.newName(for: target.name)
      // Nobody is to read a private file while it is written; of a new one the umask decides.
      let mode: mode_t = target.old == nil ? 0o666 : 0o600
      let opened = openat(
        target.folder, name.bytes, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      guard opened >= 0 else {
        guard errno == EEXIST else { throw Self.notMade(target) }
        continue
      }
      if Self.isKept(opened) {
        file = opened
        return
      }
      close(opened)
    }
    throw FileIO.refused("write", target.path, "no free temporary name beside it")
  }

  deinit { close(file) }

  // MARK: - Names

  private static let suffix: StaticString = ".tmp"

  /// ".das-", 16 digits of a hash of the name, "-".
  private static func prefix(for name: Path) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a
    for byte in name.bytes.dropLast() {
      hash = (hash ^ UInt64(UInt8(bitPattern: byte))) &* 0x100_0000_01b3
    }
    return ".das-\(digits(hash, 16))-"
  }

  private static func digits(_ number: UInt64, _ count: Int) -> String {
    let text = String(number, radix: 16)
    return String(repeating: "0", count: count - text.count) + text
  }

  private static func newName(for name: Path) -> Path {
    let drawn = UInt64(UInt32.random(in: 0...UInt32.max))
    return Path(
      "\(prefix(for: name))\(digits(drawn, 8))\(suffix)".utf8.map(CChar.init(bitPattern:)))
  }

  private static func notMade(_ target: FileTarget) -> DASError {
    let reason = String(cString: strerror(errno))
    let isFolders = [EACCES, EPERM, EROFS].contains(errno)
    return FileIO.refused(
      "write", target.path, isFolders ? "no file can be made in its folder: \(reason)" : reason)
  }

  // MARK: - Locks

  /// Locks a new file. False where somebody else took it for a left one, in the moment before.
  private static func isKept(_ file: Int32) -> Bool {
    var status = stat()
    if flock(file, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return false }
    return fstat(file, &status) == 0 && status.st_nlink > 0
  }

  /// Removes temporary files of the same target that nobody writes any more. Where the system
  /// cannot list the folder or lock files, they stay.
  func removeOthers() throws {
    let listed = openat(target.folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard listed >= 0 else { return }
    guard let folder = fdopendir(listed) else {
      close(listed)
      return
    }
    defer { closedir(folder) }
    let prefix = Self.prefix(for: target.name)
    while let entry = readdir(folder) {
      let other = withUnsafePointer(to: &entry.pointee.d_name) {
        Path(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      let text = other.displayed
      if text.hasPrefix(prefix), text.hasSuffix("\(Self.suffix)"), text != name.displayed {
        Self.removeIfLeft(other, in: target.folder)
      }
    }
  }

  private static func removeIfLeft(_ name: Path, in folder: Int32) {
    let other = openat(folder, name.bytes, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC)
    guard other >= 0 else { return }
    defer { close(other) }
    var status = stat()
    guard fstat(other, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    if flock(other, LOCK_EX | LOCK_NB) == 0 { unlinkat(folder, name.bytes, 0) }
  }

  // MARK: - Ends

  /// Takes owner, group and mode of the file that is to be replaced.
  func takeAttributes() throws {
    guard let old = target.old else { return }
    var own = stat()
    guard fstat(file, &own) == 0 else { throw FileIO.refused("write", target.path) }
    if own.st_uid != old.st_uid || own.st_gid != old.st_gid {
      guard fchown(file, old.st_uid, old.st_gid) == 0 else {
        let reason = String(cString: strerror(errno))
        throw FileIO.refused(
          "write", target.path,
          "its owner \(old.st_uid) and group \(old.st_gid) cannot be kept: \(reason)")
      }
    }
    guard fchmod(file, old.st_mode & 0o7777) == 0 else {
      throw FileIO.refused("write", target.path)
    }
  }

  func replaceTarget() throws {
    guard renameat(target.folder, name.bytes, target.folder, target.name.bytes) == 0 else {
      throw FileIO.refused("write", target.path)
    }
    // So that the new name outlives a power cut; some file systems have no such thing.
    let folder = openat(target.folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
  }

  func remove() { unlinkat(target.folder, name.bytes, 0) }
}
