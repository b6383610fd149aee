/// A JSON value (RFC 8259), for programs and the headers of model files.
///
/// Numbers without fraction or exponent that fit 64 bits are integers, all others reals. An object
/// keeps the order of its members.
package enum JSON: Equatable, Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  case real(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  package struct Member: Equatable, Sendable {
    package let key: String
    package let value: JSON

    package init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

  /// Limits on what a text may cost its reader: its bytes, the depth of nested arrays and objects,
  /// and the number of values.
  package struct Limits: Sendable {
    package var bytes: Int
    package var depth: Int
    package var elements: Int

    package init(bytes: Int = 1 << 20, depth: Int = 64, elements: Int = 100_000) {
      self.bytes = bytes
      self.depth = depth
      self.elements = elements
    }
  }

  /// The value of the member `key`; nil if this is no object or has no such member.
  package subscript(key: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The kind of the value, for messages.
  package var kind: String {
    switch self {
    case .null: "null"
    case .boolean: "a boolean"
    case .integer: "an integer"
    case .real: "a real"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
