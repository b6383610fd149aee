extension JSON {
  /// A location in a text, for messages: line and column from 1, columns in characters (Unicode
  /// scalars).
  struct Location: Equatable, CustomStringConvertible {
    var line = 1
    var column = 1

    var description: String { "line \(line), column \(column)" }
  }
}

extension JSON.Location {
  /// The location of a byte in a text that itself begins at `origin` of another.
  init(of offset: Int, in text: [UInt8], after origin: Self = Self()) {
    let before = text[..<min(offset, text.count)]
    let newline = UInt8(ascii: "\n")
    let lines = before.reduce(0) { $0 + ($1 == newline ? 1 : 0) }
    let start = before.lastIndex(of: newline).map { $0 + 1 } ?? 0
    // Continuation bytes 10xxxxxx begin no character.
    let characters = before[start...].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    line = origin.line + lines
    column = (lines == 0 ? origin.column : 1) + characters
  }
}
