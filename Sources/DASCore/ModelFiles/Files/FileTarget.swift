import Glibc

/// The parent that a path leads to when all symbolic links are followed: a name in an open folder,
/// where a regular file stands or nothing does.
final class FileTarget {
  /// As the user gave it, for messages.
  let path: Path
  let name: Path
  /// Good for names in it, not for reading.
  let folder: Int32
  /// The file that is to be replaced.
  let old: stat?

  init(of path: Path) throws {
    guard !path.isEmpty else { throw FileIO.refused("write", path, "the path is empty") }
    let leadsToFile = try Self.leadsToFile(path)
    let end = try Self.followed(path)
    let (folder, name) = end.parts
    guard !name.namesFolder else { throw FileIO.refused("write", path, "it names a folder") }
    let parent = folder.isEmpty ? Path([CChar(UInt8(ascii: "."))]) : folder
    let opened = open(parent.bytes, Self.pathOnly | O_DIRECTORY | O_CLOEXEC)
    guard opened >= 0 else { throw FileIO.refused("write", path) }
    (self.path, self.name, self.folder) = (path, name, opened)
    old = try Self.status(of: name, in: opened, path)
    // A link of /proc may lead to what has no name, which cannot be replaced by name. Others may
    // have removed or made the file meanwhile.
    if leadsToFile, old == nil, try Self.leadsToFile(path),
      (try Self.status(of: name, in: opened, path)) == nil
    {
      throw FileIO.refused("write", path, "it has no name in a folder")
    }
    try checkPermission()
  }

  deinit { close(folder) }

  /// O_PATH, which Swift does not see: a folder that may be searched but not listed will do.
  private static let pathOnly: Int32 = 0o10_000_000

  /// False where nothing stands at the path.
  private static func leadsToFile(_ path: Path) throws -> Bool {
    var status = stat()
    guard stat(path.bytes, &status) == 0 else {
      guard errno == ENOENT else { throw FileIO.refused("write", path) }
      return false
    }
    try FileIO.checkKind(status, "write", path)
    return true
  }

  private static func status(of name: Path, in folder: Int32, _ path: Path) throws -> stat? {
    var status = stat()
    guard fstatat(folder, name.bytes, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      guard errno == ENOENT else { throw FileIO.refused("write", path) }
      return nil
    }
    try FileIO.checkKind(status, "write", path)
    return status
  }

  /// The path behind all links, which need not exist. The system follows those in folders' names.
  private static func followed(_ path: Path) throws -> Path {
    var end = path
    for _ in 0..<40 {
      var text = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(end.bytes, &text, text.count)
      guard count > 0 else { return end }
      end = end.linked(to: Path(text.prefix(count)))
    }
    errno = ELOOP
    throw FileIO.refused("write", path)
  }

  /// By its own permissions, a rename could replace any file of a writable folder.
  private func checkPermission() throws {
    guard old == nil || faccessat(folder, name.bytes, W_OK, AT_EACCESS) == 0 || errno == ENOENT
    else {
      throw FileIO.refused("write", path)
    }
  }
}
