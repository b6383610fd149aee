import Glibc

/// Whole files: read at once, and replaced atomically. Errors state the system's reason and the
/// path as it was given.
package enum FileIO {
  static func refused(
    _ what: String, _ path: Path, _ number: Int32 = errno, because reason: String? = nil
  ) -> DASError {
    let reason = reason ?? String(cString: strerror(number))
    return DASError(.io, "cannot \(what) \(path.quoted): \(reason)", systemError: number)
  }

  /// The status of a regular file; nil where there is nothing.
  ///
  /// Anything else is refused before it is opened: opening a device may act on it.
  /// - Parameter given: the path for messages, if it is another one.
  static func status(of path: Path, _ what: String, for given: Path? = nil) throws -> stat? {
    let given = given ?? path
    guard !path.isEmpty else { throw refused(what, given, ENOENT, because: "the path is empty") }
    var status = stat()
    let flags = path.folder == nil ? 0 : AT_SYMLINK_NOFOLLOW
    guard fstatat(path.directory, path.bytes, &status, flags) == 0 else {
      if errno == ENOENT { return nil }
      throw refused(what, given)
    }
    try checkKind(status, what, given)
    return status
  }

  static func checkKind(_ status: stat, _ what: String, _ path: Path) throws {
    let (kind, number) =
      switch status.st_mode & S_IFMT {
      case S_IFREG: ("", Int32(0))
      case S_IFDIR: ("a folder", EISDIR)
      case S_IFLNK: ("a symbolic link", ELOOP)
      case S_IFIFO: ("a pipe", EINVAL)
      case S_IFSOCK: ("a socket", EINVAL)
      case S_IFCHR, S_IFBLK: ("a device", EINVAL)
      default: ("something else", EINVAL)
      }
    guard kind.isEmpty else {
      throw refused(what, path, number, because: "it is not a regular file but \(kind)")
    }
  }

  /// The result of a system call, which is repeated while signals interrupt it.
  static func repeated<Result: SignedInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }
}
