/// A path as the operating system takes it: bytes, which need not be UTF-8.
package struct Path: Sendable {
  /// Its bytes with the zero that ends them.
  let bytes: [CChar]

  package init(_ text: String) throws {
    guard !text.utf8.contains(0) else {
      throw DASError(.invalidArgument, "path \(JSON.quoted(text)) holds a NUL character")
    }
    bytes = Array(text.utf8CString)
  }

  /// - Parameter string: ended by a zero.
  package init(cString string: UnsafePointer<CChar>) {
    var bytes: [CChar] = []
    while string[bytes.count] != 0 { bytes.append(string[bytes.count]) }
    self.bytes = bytes + [0]
  }

  init(_ bytes: some Sequence<CChar>) { self.bytes = bytes + [0] }

  var isEmpty: Bool { bytes.count == 1 }

  /// The path for messages: as it was given, but for bytes that are not UTF-8.
  var displayed: String {
    String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// The same in quotes, all visible.
  var quoted: String { ForeignText.quoted(displayed, atMost: 1000) }

  /// What stands before the last slash, with it, and the name behind it.
  var parts: (folder: Path, name: Path) {
    let all = bytes.dropLast()
    let cut = (all.lastIndex(of: CChar(UInt8(ascii: "/"))) ?? -1) + 1
    return (Path(all[..<cut]), Path(all[cut...]))
  }

  /// The path that a symbolic link of this path with this text leads to.
  func linked(to text: Path) -> Path {
    if text.bytes[0] == CChar(UInt8(ascii: "/")) { return text }
    return Path(parts.folder.bytes.dropLast() + text.bytes.dropLast())
  }

  var namesFolder: Bool { ["", ".", ".."].contains(displayed) }
}
