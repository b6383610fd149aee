import Glibc

/// Whole files, with the system's own reason where it refuses and the user's own path in it.
///
/// bindings/python/das/_core/directories.py does the same for Python; what one leaves behind, the
/// other removes.
enum FileIO {
  static func refused(_ what: String, _ path: Path, _ reason: String) -> DASError {
    DASError(.io, "cannot \(what) \(path.quoted): \(reason)")
  }

  /// What went wrong in the last call to the system.
  static func refused(_ what: String, _ path: Path) -> DASError {
    refused(what, path, String(cString: strerror(errno)))
  }

  /// Refuses what is there and is no regular file, before it is opened: opening a device may act on
  /// it.
  static func checkKind(_ status: stat, _ what: String, _ path: Path) throws {
    let kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: ""
      case S_IFDIR: "a folder"
      case S_IFIFO: "a pipe"
      case S_IFSOCK: "a socket"
      case S_IFCHR, S_IFBLK: "a device"
      default: "something else"
      }
    guard kind.isEmpty else {
      throw refused(what, path, "it is not a regular file but \(kind)")
    }
  }
}
