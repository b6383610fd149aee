/// The JSON form of anything with a table of parameters: an object with a key for each of them. Keys
/// that are left out keep their defaults.
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
    case .amount:
      guard let amount = try Amount(json: field) else { throw field.mismatch(allowed) }
      guard accepts(.amount(amount)) else {
        throw field.failure("is \(amount); it takes \(allowed)")
      }
      return .amount(amount)
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
    case .amount(let amount): amount.json
    case .real(let number): .real(number)
    case .integer(let number): .integer(number)
    case .word(let word): .string(word)
    case .flag(let flag): .boolean(flag)
    }
  }
}

extension Amount {
  /// A number, `{"from": least, "to": most}`, or a list of numbers; nil where it is something else.
  fileprivate init?(json field: JSONField) throws {
    switch field.value {
    case .integer, .real: self = .fixed(field.anyReal ?? 0)
    case .array:
      self = .oneOf(
        try field.items(1...Self.mostChoices).map {
          guard let number = $0.anyReal else { throw $0.mismatch("a real") }
          return number
        })
    case .object:
      _ = try field.members(["from", "to"])
      guard let least = try field.member("from").anyReal, let most = try field.member("to").anyReal
      else { throw field.failure("has bounds that are no numbers") }
      self = .uniform(least, most)
    default: return nil
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .fixed(let value): .real(value)
    case .uniform(let least, let most):
      .object([JSON.Member("from", .real(least)), JSON.Member("to", .real(most))])
    case .oneOf(let values): .array(values.map(JSON.real))
    }
  }
}
