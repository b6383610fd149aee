/// Finds JSON objects in prose, by pairs of braces outside of strings.
///
/// A closing brace belongs to the last open one, so an unclosed brace in the prose hides no object
/// after it. A string ends at the end of its line at the latest, so an apostrophe or a lone quote
/// does no harm.
enum LLMAnswerBraces {
  /// More than JSON may be nested here, so only what is no program anyway is forgotten.
  private static let maxOpen = 4 * MixtureProgram.limits.depth

  /// The last object that contains the key of a program, the outermost around it; else an
  /// unfinished object.
  static func last(in text: [UInt8]) -> LLMAnswerBlock? {
    var open: [Int] = []
    var found: Range<Int>?
    var (key, inString, index) = (-1, false, 0)
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\\") where inString: index += 1
      case UInt8(ascii: "\n"): inString = false
      case UInt8(ascii: "\"") where !open.isEmpty:
        if !inString, LLMAnswerBlock.speaksOfProgram(text, at: index) { key = index }
        inString.toggle()
      case UInt8(ascii: "{") where !inString:
        if open.count == maxOpen { open.removeFirst(maxOpen / 2) }
        open.append(index)
      case UInt8(ascii: "}") where !inString:
        if let start = open.popLast(), key > start { found = start..<index + 1 }
      default: break
      }
      index += 1
    }
    if let found { return LLMAnswerBlock(range: found) }
    return open.first { beginsObject(text, at: $0) }.map {
      LLMAnswerBlock(range: $0..<text.count, isCut: true)
    }
  }

  private static func beginsObject(_ text: [UInt8], at brace: Int) -> Bool {
    text[(brace + 1)...].first { !LLMAnswerBlock.isSpace($0) } == UInt8(ascii: "\"")
  }
}
