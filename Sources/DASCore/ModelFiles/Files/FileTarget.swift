import Glibc

/// The file that a path leads to when all symbolic links are followed: a name in an open folder,
/// which is that of a regular file or of nothing.
final class FileTarget {
  /// As the user gave it, for messages.
  let path: Path
  let name: Path
  /// Good for names in it, not for reading.
  let folder: Int32
  /// The file to be replaced.
  private(set) var old: stat?

  init(of path: Path) throws {
    let leadsToFile = try FileIO.status(of: path, "write") != nil
    let (parent, name) = try Self.followed(path).parts
    guard !name.namesFolder else {
      throw FileIO.refused("write", path, EISDIR, because: "it names a folder")
    }
    folder = openat(path.directory, parent.bytes, Self.pathOnly | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw FileIO.refused("write", path) }
    (self.path, self.name) = (path, Path(name.bytes.dropLast(), in: folder))
    old = try status()
    // A link in /proc may lead to a file without a name, which cannot be replaced by name. The
    // second look excludes files that others have just made or removed.
    if leadsToFile, old == nil, try FileIO.status(of: path, "write") != nil, try status() == nil {
      throw FileIO.refused("write", path, EINVAL, because: "it has no name in a folder")
    }
    try checkPermission()
  }

  deinit { close(folder) }

  /// O_PATH, which Swift does not see: the folder need only be searchable.
  private static let pathOnly: Int32 = 0o10_000_000

  private func status() throws -> stat? {
    try FileIO.status(of: name, "write", for: path)
  }

  /// The path at the end of all links, which need not exist. The system follows those in folders'
  /// names.
  private static func followed(_ path: Path) throws -> Path {
    guard path.folder == nil else { return path }
    var end = path
    for _ in 0..<40 {
      var text = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(end.bytes, &text, text.count)
      guard count > 0 else { return end }
      end = end.linked(to: Path(text.prefix(count)))
    }
    throw FileIO.refused("write", path, ELOOP)
  }

  /// Checks the file's own permissions; a rename needs only those of the folder.
  private func checkPermission() throws {
    guard old == nil || faccessat(folder, name.bytes, W_OK, AT_EACCESS) == 0 || errno == ENOENT
    else { throw refused() }
  }

  /// What went wrong in the last call to the system, for the path as it was given.
  func refused(_ context: String = "") -> DASError {
    let number = errno
    let reason = context + String(cString: strerror(number))
    return FileIO.refused("write", path, number, because: reason)
  }
}
