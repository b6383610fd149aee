extension JSON {
  /// The text of the value: compact, or on lines indented by two blanks a level.
  ///
  /// Members keep their order. Reals are written with the fewest digits that read back as the same
  /// double, always with a point or an exponent, so that they read back as reals. Throws on NaN and
  /// infinity, which JSON lacks.
  package func text(indented: Bool = false) throws -> String {
    var writer = JSONWriter(indents: indented)
    try writer.write(self)
    return indented ? writer.text + "\n" : writer.text
  }

  /// The string as a JSON literal.
  fileprivate static func encoded(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\0"..<" ", "\u{7f}": text += ForeignText.escape(scalar)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }

  /// The string as a JSON literal for messages, escaped and cut.
  static func quoted(_ string: String, atMost length: Int = 60) -> String {
    let cut = string.unicodeScalars.prefix(length)
    let text = ForeignText.escaped(
      String(encoded(String(cut)).dropFirst().dropLast()), atMost: .max)
    return "\"" + text + (cut.endIndex < string.unicodeScalars.endIndex ? "...\"" : "\"")
  }
}

/// Appends values to one string.
private struct JSONWriter {
  let indents: Bool
  var text = ""
  private var indentation = 0

  init(indents: Bool) { self.indents = indents }

  mutating func write(_ value: JSON) throws {
    switch value {
    case .null: text += "null"
    case .boolean(let flag): text += flag ? "true" : "false"
    case .integer(let number): text += "\(number)"
    case .real(let number):
      guard number.isFinite else {
        throw DASError(.unsupported, "JSON cannot hold the number \(number)")
      }
      text += "\(number)"
    case .string(let string): text += JSON.encoded(string)
    case .array(let items):
      // Arrays of plain numbers and words stay on one line.
      let breaks = indents && !items.allSatisfy(\.isScalar)
      try write(items, between: "[", "]", breaks: breaks) { try $0.write($1) }
    case .object(let members):
      try write(members, between: "{", "}", breaks: indents) { writer, member in
        writer.text += JSON.encoded(member.key) + (writer.indents ? ": " : ":")
        try writer.write(member.value)
      }
    }
  }

  private mutating func write<Item>(
    _ items: [Item], between open: String, _ close: String, breaks: Bool,
    _ writeItem: (inout JSONWriter, Item) throws -> Void
  ) throws {
    text += open
    indentation += 2
    for (index, item) in items.enumerated() {
      if index > 0 { text += indents && !breaks ? ", " : "," }
      if breaks { breakLine() }
      try writeItem(&self, item)
    }
    indentation -= 2
    if breaks, !items.isEmpty { breakLine() }
    text += close
  }

  private mutating func breakLine() {
    text += "\n" + String(repeating: " ", count: indentation)
  }
}

extension JSON {
  fileprivate var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
