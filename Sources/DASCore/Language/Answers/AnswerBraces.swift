/// Finds objects amid prose, by pairs of braces outside of strings.
///
/// A brace of the prose that nothing closes does not hide an object behind it: a closing brace
/// belongs to the last one open. A quote of the prose is forgotten at the end of its line, since no
/// JSON string goes over it.
enum AnswerBraces {
  /// More than JSON may be nested here, so only what is no program anyway is forgotten.
  private static let mostOpen = 4 * Program.limits.depth

  /// The last object with the key of a program in it, the outermost one around that key. Where there
  /// is none, what begins like an object and does not end.
  static func last(in text: [UInt8]) -> AnswerBlock? {
    var open: [Int] = []
    var found: Range<Int>?
    var (key, inString, place) = (-1, false, 0)
    while place < text.count {
      switch text[place] {
      case UInt8(ascii: "\\") where inString: place += 1
      case UInt8(ascii: "\n"): inString = false
      case UInt8(ascii: "\"") where !open.isEmpty:
        if !inString, AnswerBlock.speaksOfProgram(text, at: place) { key = place }
        inString.toggle()
      case UInt8(ascii: "{") where !inString:
        if open.count == mostOpen { open.removeFirst(mostOpen / 2) }
        open.append(place)
      case UInt8(ascii: "}") where !inString:
        if let start = open.popLast(), key > start { found = start..<place + 1 }
      default: break
      }
      place += 1
    }
    if let found { return AnswerBlock(range: found) }
    return open.first { beginsObject(text, at: $0) }.map {
      AnswerBlock(range: $0..<text.count, isCut: true)
    }
  }

  private static func beginsObject(_ text: [UInt8], at brace: Int) -> Bool {
    text[(brace + 1)...].first { !AnswerBlock.isSpace($0) } == UInt8(ascii: "\"")
  }
}
