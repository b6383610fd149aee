import Glibc

/// A path as the operating system takes it: bytes, which need not be UTF-8. Or the name of a file
/// in an open folder, where symbolic links are not followed.
package struct Path: Sendable {
  /// Its bytes with the zero that ends them.
  let bytes: [CChar]
  /// The descriptor of the folder of a name; nil for a path.
  let folder: Int32?

  package init(_ text: String) throws {
    guard !text.utf8.contains(0) else {
      throw DASError(.invalidArgument, "path \(JSON.quoted(text)) holds a NUL character")
    }
    self.init(text.utf8.map(CChar.init(bitPattern:)))
  }

  /// - Parameters:
  ///   - string: ended by a zero.
  ///   - folder: the descriptor of an open folder, or -1.
  package init(cString string: UnsafePointer<CChar>, in folder: Int32 = -1) throws {
    self.init(UnsafeBufferPointer(start: string, count: strlen(string)), in: max(folder, -1))
    guard self.folder == nil || !bytes.contains(Self.slash) else {
      throw DASError(.invalidArgument, "\(quoted) holds a slash; in a folder, path is a name")
    }
  }

  init(_ bytes: some Sequence<CChar>, in folder: Int32 = -1) {
    (self.bytes, self.folder) = (bytes + [0], folder < 0 ? nil : folder)
  }

  var isEmpty: Bool { bytes.count == 1 }

  /// What the system resolves the path in.
  var directory: Int32 { folder ?? AT_FDCWD }

  /// The path for messages: as it was given, but for bytes that are not UTF-8.
  var displayed: String {
    String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The path in quotes, with everything in it visible.
  var quoted: String { ForeignText.quoted(displayed, atMost: 1000) }

  private static let slash = CChar(UInt8(ascii: "/"))

  /// What precedes the last slash, with it, or "./", and the name after it.
  var parts: (folder: Path, name: Path) {
    let all = bytes.dropLast()
    guard let cut = all.lastIndex(of: Self.slash) else { return (Path([46, Self.slash]), self) }
    return (Path(all[...cut]), Path(all[(cut + 1)...]))
  }

  /// The path that a symbolic link of this path with this text leads to.
  func linked(to text: Path) -> Path {
    if text.bytes[0] == Self.slash { return text }
    return Path(parts.folder.bytes.dropLast() + text.bytes.dropLast())
  }

  var namesFolder: Bool { ["", ".", ".."].contains(displayed) }
}
