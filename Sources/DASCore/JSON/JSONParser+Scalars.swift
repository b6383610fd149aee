// MARK: - Numbers

extension JSONParser {
  /// Longer numbers add nothing: 17 digits determine a double.
  private static let longestNumber = 1024

  /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
  mutating func parseNumber() throws -> JSON {
    let start = offset
    _ = take("-")
    if !take("0") { try skipDigits() }
    var isInteger = true
    if take(".") {
      isInteger = false
      try skipDigits()
    }
    if take("e") || take("E") {
      isInteger = false
      _ = take("+") || take("-")
      try skipDigits()
    }
    guard offset - start <= Self.longestNumber else {
      throw failure("a number of more than \(Self.longestNumber) characters", at: start)
    }
    let digits = String(decoding: text[start..<offset], as: UTF8.self)
    // "-0" is the real -0, which no integer represents.
    if isInteger, digits != "-0", let integer = Int(digits) { return .integer(integer) }
    guard let real = Double(digits), real.isFinite else {
      throw failure("the number \(digits.prefix(40)) is beyond the range of a double", at: start)
    }
    return .real(real)
  }

  private mutating func skipDigits() throws {
    let start = offset
    while (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(current) { offset += 1 }
    guard offset > start else { throw unexpected("a digit") }
  }
}

// MARK: - Strings

extension JSONParser {
  /// The text between two quotes. The bytes are known to be UTF-8, so only escapes are examined.
  mutating func parseString() throws -> String {
    let start = offset
    offset += 1
    var bytes: [UInt8] = []
    while true {
      guard offset < text.count else {
        throw failure("the text ends inside the string that begins here", at: start)
      }
      let byte = text[offset]
      switch byte {
      case UInt8(ascii: "\""):
        offset += 1
        return String(decoding: bytes, as: UTF8.self)
      case UInt8(ascii: "\\"):
        bytes.append(contentsOf: String(try parseEscape()).utf8)
      case 0..<0x20:
        throw failure("a control character in a string; it must be escaped")
      default:
        bytes.append(byte)
        offset += 1
      }
    }
  }

  private mutating func parseEscape() throws -> Unicode.Scalar {
    let start = offset
    offset += 1
    let letter = current
    offset += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try parseUnicode(from: start)
    default: throw failure("an escape that JSON does not know", at: start)
    }
  }

  /// `\uXXXX`, or two of them that form a surrogate pair.
  private mutating func parseUnicode(from start: Int) throws -> Unicode.Scalar {
    let first = try parseHexDigits(from: start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    func broken() -> DASError { failure("half of a surrogate pair", at: start) }
    guard first < 0xDC00, take("\\"), take("u") else { throw broken() }
    let second = try parseHexDigits(from: start)
    guard (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw broken() }
    return scalar
  }

  private mutating func parseHexDigits(from start: Int) throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(current)).hexDigitValue else {
        throw failure("\\u needs four hexadecimal digits", at: start)
      }
      code = code << 4 | UInt32(digit)
      offset += 1
    }
    return code
  }
}
