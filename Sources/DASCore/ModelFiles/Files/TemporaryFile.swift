import Glibc

/// A new file beside the one that it is to replace.
///
/// Its name is short, even where the other's is long, and begins with a hash of the other's. By
/// that the next save finds what a killed process left. It is locked while it is written; an
/// abandoned file is not.
final class TemporaryFile {
  private let target: FileTarget
  private var name: Path
  let file: Int32

  /// - Parameter mode: of a file that replaces none, before the umask.
  init(for target: FileTarget, mode: UInt32) throws {
    self.target = target
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    // The contents of a private file must not be readable meanwhile.
    let mode: mode_t = target.old == nil ? mode : 0o600
    for _ in 0..<100 {
      let name = Self.newName(for: target.name)
      self.name = name
      let opened = FileIO.repeated { openat(target.folder, name.bytes, flags, mode) }
      guard opened >= 0 else {
        guard errno != EEXIST else { continue }
        let isFolders = [EACCES, EPERM, EROFS].contains(errno)
        throw target.refused(isFolders ? "no file can be made in its folder: " : "")
      }
      if Self.lock(opened) {
        file = opened
        return
      }
      close(opened)
    }
    throw FileIO.refused("write", target.path, EEXIST, because: "no free temporary name beside it")
  }

  deinit { close(file) }

  // MARK: - Names

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
    let drawn = digits(UInt64(UInt32.random(in: 0...UInt32.max)), 8)
    return Path("\(prefix(for: name))\(drawn).tmp".utf8.map(CChar.init(bitPattern:)))
  }

  // MARK: - Locks

  /// Locks a new file. False where another process removed it as abandoned just before.
  private static func lock(_ file: Int32) -> Bool {
    var status = stat()
    if flock(file, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return false }
    return fstat(file, &status) == 0 && status.st_nlink > 0
  }

  /// Removes abandoned temporary files of the same target. Where the system cannot list the folder
  /// or lock files, they stay.
  func removeOthers() {
    let listed = opened(".", O_DIRECTORY)
    guard let folder = fdopendir(listed) else {
      close(listed)
      return
    }
    defer { closedir(folder) }
    let prefix = Self.prefix(for: target.name)
    while let entry = readdir(folder) {
      let other = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if other.hasPrefix(prefix), other.hasSuffix(".tmp"), other != name.displayed {
        removeIfAbandoned(other)
      }
    }
  }

  private func removeIfAbandoned(_ other: String) {
    let file = opened(other, O_NONBLOCK | O_NOFOLLOW)
    guard file >= 0 else { return }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
    if flock(file, LOCK_EX | LOCK_NB) == 0 { unlinkat(target.folder, other, 0) }
  }

  private func opened(_ name: String, _ flags: Int32) -> Int32 {
    openat(target.folder, name, O_RDONLY | O_CLOEXEC | flags)
  }

  // MARK: - Ends

  /// Takes owner, group and mode of the file that is to be replaced.
  func takeAttributes() throws {
    guard let old = target.old else { return }
    var own = stat()
    guard fstat(file, &own) == 0 else { throw target.refused() }
    if own.st_uid != old.st_uid || own.st_gid != old.st_gid,
      fchown(file, old.st_uid, old.st_gid) != 0
    {
      throw target.refused("its owner \(old.st_uid) and group \(old.st_gid) cannot be kept: ")
    }
    guard fchmod(file, old.st_mode & 0o7777) == 0 else { throw target.refused() }
  }

  func replaceTarget() throws {
    guard renameat(target.folder, name.bytes, target.folder, target.name.bytes) == 0
    else { throw target.refused() }
    // Makes the rename durable, where the file system supports that.
    let folder = opened(".", O_DIRECTORY)
    fsync(folder)
    close(folder)
  }

  func remove() { unlinkat(target.folder, name.bytes, 0) }
}
