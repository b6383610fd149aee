extension JSON {
  /// Reads one JSON value that fills the whole text.
  ///
  /// The text is treated as hostile: UTF-8 is checked first; nesting, size and number of values are
  /// limited; and a repeated key in an object is an error. Messages name line and column, both from
  /// 1, columns in characters (Unicode scalars).
  ///
  /// - Complexity: O(bytes) time and memory.
  package static func parse(
    _ text: some Collection<UInt8>, limits: Limits = Limits()
  ) throws -> JSON {
    guard text.count <= limits.bytes else { throw JSONParser.tooLong(text.count, limits) }
    var parser = JSONParser(text: Array(text), limits: limits)
    return try parser.parse()
  }

  package static func parse(_ text: String, limits: Limits = Limits()) throws -> JSON {
    try parse(text.utf8, limits: limits)
  }
}

/// A recursive-descent parser over bytes, whose depth is limited, and so its stack.
struct JSONParser {
  let text: [UInt8]
  let limits: JSON.Limits
  /// Where the text begins in the text that messages refer to.
  let origin: JSON.Location
  var offset = 0
  private var depth = 0
  private var elements = 0

  init(text: [UInt8], limits: JSON.Limits, origin: JSON.Location = JSON.Location()) {
    self.text = text
    self.limits = limits
    self.origin = origin
  }

  /// The byte at the cursor; 0, which is not in JSON's grammar, at the end of the text.
  var current: UInt8 { offset < text.count ? text[offset] : 0 }

  mutating func parse() throws -> JSON {
    try checkEncoding()
    skipSpace()
    let value = try parseValue()
    skipSpace()
    guard offset == text.count else { throw failure("text after the end of the value") }
    return value
  }

  private mutating func parseValue() throws -> JSON {
    elements += 1
    guard elements <= limits.elements else { throw failure("more than \(limits.elements) values") }
    switch current {
    case UInt8(ascii: "{"): return try nested { try $0.parseObject() }
    case UInt8(ascii: "["): return try nested { try $0.parseArray() }
    case UInt8(ascii: "\""): return .string(try parseString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try parseNumber()
    case UInt8(ascii: "t"): return try parseWord("true", as: .boolean(true))
    case UInt8(ascii: "f"): return try parseWord("false", as: .boolean(false))
    case UInt8(ascii: "n"): return try parseWord("null", as: .null)
    default: throw unexpected("a value")
    }
  }

  private mutating func nested(_ body: (inout JSONParser) throws -> JSON) throws -> JSON {
    depth += 1
    defer { depth -= 1 }
    guard depth <= limits.depth else { throw failure("nested deeper than \(limits.depth)") }
    return try body(&self)
  }

  private mutating func parseArray() throws -> JSON {
    offset += 1
    var items: [JSON] = []
    skipSpace()
    if take("]") { return .array(items) }
    while true {
      skipSpace()
      items.append(try parseValue())
      skipSpace()
      if take("]") { return .array(items) }
      guard take(",") else { throw unexpected("',' or ']'") }
    }
  }

  private mutating func parseObject() throws -> JSON {
    offset += 1
    var members: [JSON.Member] = []
    var keys: Set<String> = []
    skipSpace()
    if take("}") { return .object(members) }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw unexpected("a key in quotes") }
      let start = offset
      let key = try parseString()
      guard keys.insert(key).inserted else {
        throw failure("the key \(JSON.quoted(key)) stands twice in its object", at: start)
      }
      skipSpace()
      guard take(":") else { throw unexpected("':'") }
      skipSpace()
      members.append(JSON.Member(key, try parseValue()))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw unexpected("',' or '}'") }
    }
  }

  private mutating func parseWord(_ word: StaticString, as value: JSON) throws -> JSON {
    let bytes = Array("\(word)".utf8)
    guard text[offset...].starts(with: bytes) else { throw unexpected("a value") }
    offset += bytes.count
    return value
  }
}

// MARK: - Cursor and errors

extension JSONParser {
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard offset < text.count, text[offset] == UInt8(ascii: character) else { return false }
    offset += 1
    return true
  }

  mutating func skipSpace() {
    while offset < text.count, [0x20, 0x0A, 0x0D, 0x09].contains(text[offset]) { offset += 1 }
  }

  func unexpected(_ wanted: String) -> DASError {
    guard offset < text.count else { return failure("the text ends where \(wanted) should stand") }
    let scalar = String(decoding: text[offset...].prefix(4), as: UTF8.self).unicodeScalars.first!
    return failure("\(JSON.quoted(String(scalar))) where \(wanted) should stand")
  }

  /// An error at a byte offset, reported as line and column.
  func failure(_ message: String, at start: Int? = nil) -> DASError {
    let location = JSON.Location(of: start ?? offset, in: text, after: origin)
    return DASError(.badFormat, "JSON \(location): \(message)")
  }

  static func tooLong(
    _ count: Int, _ limits: JSON.Limits, at location: JSON.Location = JSON.Location()
  ) -> DASError {
    DASError(
      .badFormat, "JSON \(location): the text has \(count) bytes; at most \(limits.bytes) are read")
  }

  func checkEncoding() throws {
    do {
      _ = try UTF8Span(validating: text.span)
    } catch {
      throw failure("bytes that are not UTF-8", at: error.byteOffsets.lowerBound)
    }
  }
}
