/// Escaping of text from outside (names, paths, files, answers of a language model) in messages.
///
/// Messages go to terminals and logs, where control characters move the cursor, bidirectional ones
/// reorder the text, invisible ones hide content from people, and long text hides the rest. Such
/// characters are escaped, and the text is cut.
package enum ForeignText {
  /// The maximum length of a message, in characters (Unicode scalars).
  static let maxMessageLength = 4000

  /// The text in single quotes, escaped, on one line, cut at about `length` characters.
  package static func quoted(_ text: String, atMost length: Int = 200) -> String {
    "'" + escaped(text, atMost: length) + "'"
  }

  /// A whole message. It is returned unchanged unless unquoted foreign text is part of it.
  package static func message(_ text: String) -> String {
    // Plain text allocates nothing: the message may be about memory.
    let isPlain = text.utf8.count <= maxMessageLength && text.utf8.allSatisfy { 0x20...0x7e ~= $0 }
    return isPlain ? text : escaped(text, atMost: maxMessageLength)
  }

  package static func escaped(_ text: String, atMost length: Int) -> String {
    var escaped = ""
    // A mark at the start of a text has no letter to belong to.
    var (marks, written) = (maxMarks, 0)
    for scalar in text.unicodeScalars {
      guard written < length else { return escaped + "..." }
      marks = isMark(scalar) ? marks + 1 : 0
      if marks > maxMarks || isHidden(scalar) {
        let spelling = escape(scalar)
        escaped += spelling
        written += spelling.utf8.count
      } else {
        escaped.unicodeScalars.append(scalar)
        written += 1
      }
    }
    return escaped
  }

  /// Marks allowed on one letter: enough for the spelling of any script. More would cover adjacent
  /// lines.
  private static var maxMarks: Int { 4 }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: scalar.value > 0x7f
    default: false
    }
  }

  /// Whether a character is invisible, or could hide or reorder others. Of blanks, only the space
  /// is not.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if 0x20...0x7e ~= scalar.value { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return true
    default:
      // Two symbols are drawn blank without having Unicode's property.
      return scalar.properties.isDefaultIgnorableCodePoint
        || scalar == "\u{2800}" || scalar == "\u{1d159}"
    }
  }

  /// The escape sequence of JSON and Swift.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let digits = String(scalar.value, radix: 16)
      if digits.utf8.count > 4 { return "\\u{\(digits)}" }
      return "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    }
  }
}

extension String {
  /// The text in quotes, for messages.
  package var quoted: String { ForeignText.quoted(self) }
}
