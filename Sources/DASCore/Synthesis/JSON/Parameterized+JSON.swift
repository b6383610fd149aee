/// The JSON form of anything with a table of parameters: an object with a key for each of them.
/// Keys that are left out keep their defaults.
extension Parameterized {
  /// - Parameter besides: keys that the object may have beyond the parameters.
  init(json field: JSONField, besides others: [String] = []) throws {
    self.init()
    let parameters = Self.parameters
    let fields = try field.members(others + parameters.map(\.name))
    for parameter in parameters {
      guard let value = fields[parameter.name] else { continue }
      parameter.write(&self, try parameter.kind.read(value))
    }
    if let contradiction { throw DASError(.badFormat, "\(field.path): \(contradiction)") }
  }

  var jsonMembers: [JSON.Member] {
    Self.parameters.compactMap { parameter in
      parameter.read(self).map { JSON.Member(parameter.name, $0.json) }
    }
  }
}

extension ParameterKind {
  fileprivate func read(_ field: JSONField) throws -> ParameterValue {
    switch self {
    case .distribution:
      guard let distribution = try Distribution(json: field) else { throw field.mismatch(allowed) }
      guard accepts(.distribution(distribution)) else {
        throw field.failure("is \(distribution); it takes \(allowed)")
      }
      return .distribution(distribution)
    case .real(let range): return .real(try field.real(in: range))
    case .integer(let range): return .integer(try field.integer(in: range))
    case .word(let words): return .word(try field.word(of: words))
    case .flag: return .flag(try field.boolean())
    }
  }
}

extension ParameterValue {
  fileprivate var json: JSON {
    switch self {
    case .distribution(let distribution): distribution.json
    case .real(let number): .real(number)
    case .integer(let number): .integer(number)
    case .word(let word): .string(word)
    case .flag(let flag): .boolean(flag)
    }
  }
}

extension Distribution {
  /// A number, `{"from": min, "to": max}`, or a list of numbers; nil where it is something else.
  fileprivate init?(json field: JSONField) throws {
    switch field.value {
    case .integer, .real: self = .fixed(field.anyReal ?? 0)
    case .array:
      self = .oneOf(
        try field.items(1...Self.maxChoices).map {
          guard let number = $0.anyReal else { throw $0.mismatch("a real") }
          return number
        })
    case .object:
      _ = try field.members(["from", "to"])
      guard let low = try field.member("from").anyReal, let high = try field.member("to").anyReal
      else { throw field.failure("has bounds that are no numbers") }
      self = .uniform(low, high)
    default: return nil
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .fixed(let value): .real(value)
    case .uniform(let low, let high):
      .object([JSON.Member("from", .real(low)), JSON.Member("to", .real(high))])
    case .oneOf(let values): .array(values.map(JSON.real))
    }
  }
}
