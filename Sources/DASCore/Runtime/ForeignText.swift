/// Text that others chose (names, paths, files, a language model's answer) as a part of messages.
///
/// Messages go to terminals and logs. There a control character moves the cursor, a bidirectional one turns
/// the writing round, what is invisible says something to machines alone, and a megabyte hides the rest. So
/// such characters are spelled, and the text is cut.
package enum ForeignText {
  /// What one message has at most, in characters (Unicode scalars).
  static let longestMessage = 4000

  /// The text in single quotes, visible, on one line and about `length` characters long at most.
  package static func quoted(_ text: String, atMost length: Int = 200) -> String {
    "'" + escaped(text, atMost: length) + "'"
  }

  /// A whole message: as it is, unless somebody's text came into it unquoted.
  package static func message(_ text: String) -> String {
    // Nothing is allocated for what is sound: memory may be what the message is about.
    let isPlain = text.utf8.count <= longestMessage && text.utf8.allSatisfy { 0x20...0x7e ~= $0 }
    return isPlain ? text : escaped(text, atMost: longestMessage)
  }

  package static func escaped(_ text: String, atMost length: Int) -> String {
    var escaped = ""
    // Nothing carries a mark that begins a text.
    var (marks, written) = (mostMarks, 0)
    for scalar in text.unicodeScalars {
      guard written < length else { return escaped + "..." }
      marks = isMark(scalar) ? marks + 1 : 0
      if marks > mostMarks || isHidden(scalar) {
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

  /// Marks on one letter: as many as any script's spelling needs. More of them cover the lines around.
  private static var mostMarks: Int { 4 }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: scalar.value > 0x7f
    default: false
    }
  }

  /// Whether a character is invisible, or could hide or reorder others; of blanks only the plain one is not.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if 0x20...0x7e ~= scalar.value { return false }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return true
    default:
      // Beside Unicode's property the two symbols that are drawn blank.
      return scalar.properties.isDefaultIgnorableCodePoint
        || scalar == "\u{2800}" || scalar == "\u{1d159}"
    }
  }

  /// As JSON and Swift spell it.
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
  /// The text as a part of a message.
  package var quoted: String { ForeignText.quoted(self) }
}
