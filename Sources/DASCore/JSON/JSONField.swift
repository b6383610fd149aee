/// A value inside a JSON document with its path, for readers whose messages name what is wrong and
/// where: "mixture[2].moves[0].share is 3; it takes a real in 0.0 ... 1.0".
///
/// Every accessor checks kind and range and throws `badFormat`.
package struct JSONField: Sendable {
  package let value: JSON
  package let path: String

  package init(_ value: JSON, path: String) {
    self.value = value
    self.path = path
  }

  package func failure(_ message: String) -> DASError {
    DASError(.badFormat, "\(path) \(message)")
  }

  /// The value in a few words; numbers and strings literally.
  package var summary: String {
    switch value {
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .string(let text): JSON.quoted(text)
    case .boolean(let flag): "\(flag)"
    case .null, .array, .object: value.kind
    }
  }

  func mismatch(_ allowed: String) -> DASError { failure("is \(summary); it takes \(allowed)") }
}

// MARK: - Objects and arrays

extension JSONField {
  /// The members of an object that has no keys but these.
  package func members(_ known: [String]) throws -> [String: JSONField] {
    guard case .object(let members) = value else { throw mismatch("an object") }
    var fields: [String: JSONField] = [:]
    for member in members {
      guard known.contains(member.key) else {
        throw failure(
          "has the unknown key \(JSON.quoted(member.key)); it takes "
            + "\(known.joined(separator: ", "))"
        )
      }
      fields[member.key] = field(member)
    }
    return fields
  }

  /// A required member.
  package func member(_ key: String) throws -> JSONField {
    guard case .object = value else { throw mismatch("an object") }
    guard let value = value[key] else { throw failure("lacks the key \"\(key)\"") }
    return field(JSON.Member(key, value))
  }

  private func field(_ member: JSON.Member) -> JSONField {
    JSONField(member.value, path: Self.path(path, member.key))
  }

  /// A key as a step of a path, quoted if it is more than a word.
  static func path(_ path: String, _ key: String) -> String {
    let isWord =
      key.utf8.count <= 60
      && key.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789_.-".unicodeScalars.contains($0))
      }
    return "\(path).\(isWord ? key : JSON.quoted(key))"
  }

  package func items(_ count: ClosedRange<Int>) throws -> [JSONField] {
    let allowed = "an array of \(count.lowerBound) to \(count.upperBound) items"
    guard case .array(let items) = value else { throw mismatch(allowed) }
    guard count.contains(items.count) else {
      throw failure("has \(items.count) items; it takes \(allowed)")
    }
    return items.enumerated().map { JSONField($0.element, path: "\(path)[\($0.offset)]") }
  }
}

// MARK: - Scalars

extension JSONField {
  package func integer(in range: ClosedRange<Int>) throws -> Int {
    guard case .integer(let number) = value, range.contains(number) else {
      throw mismatch("an integer in \(range.lowerBound) ... \(range.upperBound)")
    }
    return number
  }

  /// A real; integers are accepted.
  package func real(in range: ClosedRange<Double>) throws -> Double {
    guard let number = anyReal, range.contains(number) else {
      throw mismatch("a real in \(range.lowerBound) ... \(range.upperBound)")
    }
    return number
  }

  /// The number as a real; nil if the value is not a number.
  var anyReal: Double? {
    switch value {
    case .integer(let number): Double(number)
    case .real(let number): number
    default: nil
    }
  }

  package func boolean() throws -> Bool {
    guard case .boolean(let flag) = value else { throw mismatch("true or false") }
    return flag
  }

  /// A string of at most `length` bytes of UTF-8.
  package func string(atMost length: Int) throws -> String {
    guard case .string(let text) = value, text.utf8.count <= length else {
      throw mismatch("a string of at most \(length) bytes")
    }
    return text
  }

  package func word(of words: [String]) throws -> String {
    guard case .string(let text) = value, words.contains(text) else {
      throw mismatch("one of \(words.joined(separator: ", "))")
    }
    return text
  }
}
