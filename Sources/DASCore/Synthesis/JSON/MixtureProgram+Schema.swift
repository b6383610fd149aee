extension MixtureProgram {
  /// The JSON Schema (2020-12) of a program, made from the same tables that reading goes by.
  ///
  /// It says all but what two values say against each other, such as a range that ends before it
  /// begins.
  package static var schema: JSON {
    object(
      [
        ("format", .object([member("const", .integer(formatVersion))])),
        ("name", nameSchema("how the program is called")),
        ("detector", nameSchema("the type of detector it aims at; \"any\" for a general one")),
        ("policy", textSchema("what the detector cannot see, and how the program uses that")),
        ("explanation", textSchema("why its rows are anomalies that look normal")),
        (
          "snap_discrete",
          described(
            "features of few values keep to them, and to their steps beyond them",
            ("type", .string("boolean")))
        ),
        ("keep", object(KeepFilter.schemaProperties, help: "which candidates are kept")),
        (
          "mixture",
          list(of: componentSchema, componentCounts, help: "the components, mixed by weight")
        ),
      ], required: ["format", "name", "mixture"],
      heading: [
        member("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        member("title", .string("libdas synthesis program")),
      ])
  }

  private static var componentSchema: JSON {
    object(
      [
        ("weight", ParameterKind.real(MixtureComponent.weights).schema("its part of the rows")),
        ("seeds", object(SeedSelection.schemaProperties, help: "the rows it starts from")),
        (
          "moves",
          list(
            of: .object([member("oneOf", .array(Moves.all.map { moveSchema($0) }))]),
            MixtureComponent.moveCounts, help: "what is done to a seed, in order")
        ),
      ], required: ["moves"])
  }

  private static func moveSchema<M: Move>(_ move: M.Type) -> JSON {
    let name = JSON.object([member("const", .string(M.name))])
    return object([("move", name)] + M.schemaProperties, required: ["move"], help: M.help)
  }
}

// MARK: - Pieces

private func member(_ key: String, _ value: JSON) -> JSON.Member { JSON.Member(key, value) }

private func described(_ help: String, _ members: (String, JSON)...) -> JSON {
  .object([member("description", .string(help))] + members.map { member($0.0, $0.1) })
}

private func object(
  _ properties: [(String, JSON)], required: [String] = [], help: String? = nil,
  heading: [JSON.Member] = []
) -> JSON {
  var members = heading
  if let help { members.append(member("description", .string(help))) }
  members += [
    member("type", .string("object")), member("additionalProperties", .boolean(false)),
  ]
  if !required.isEmpty { members.append(member("required", .array(required.map(JSON.string)))) }
  members.append(member("properties", .object(properties.map { member($0.0, $0.1) })))
  return .object(members)
}

private func list(of item: JSON, _ counts: ClosedRange<Int>, help: String) -> JSON {
  described(
    help, ("type", .string("array")), ("minItems", .integer(counts.lowerBound)),
    ("maxItems", .integer(counts.upperBound)), ("items", item))
}

private func nameSchema(_ help: String) -> JSON {
  described(
    help, ("type", .string("string")), ("pattern", .string("^[A-Za-z0-9_.-]{1,64}$")))
}

private func textSchema(_ help: String) -> JSON {
  described(
    help, ("type", .string("string")), ("maxLength", .integer(MixtureProgram.maxTextBytes)))
}

extension Parameterized {
  fileprivate static var schemaProperties: [(String, JSON)] {
    let defaults = Self()
    return parameters.map { parameter in
      let preset = parameter.read(defaults).map { "; \($0) unless given" } ?? ""
      return (parameter.name, parameter.kind.schema(parameter.help + preset))
    }
  }
}

extension ParameterKind {
  fileprivate func schema(_ help: String) -> JSON {
    switch self {
    case .distribution(let range):
      let number = Self.real(range).schema("")
      guard case .object(let limits) = number else { return number }
      let bound = JSON.object(limits.filter { $0.key != "description" })
      return described(
        help,
        (
          "anyOf",
          .array([
            bound, object([("from", bound), ("to", bound)], required: ["from", "to"]),
            .object([
              member("type", .string("array")), member("minItems", .integer(1)),
              member("maxItems", .integer(Distribution.maxChoices)), member("items", bound),
            ]),
          ])
        ))
    case .real(let range):
      return described(
        help, ("type", .string("number")), ("minimum", .real(range.lowerBound)),
        ("maximum", .real(range.upperBound)))
    case .integer(let range):
      return described(
        help, ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
        ("maximum", .integer(range.upperBound)))
    case .word(let words): return described(help, ("enum", .array(words.map(JSON.string))))
    case .flag: return described(help, ("type", .string("boolean")))
    }
  }
}
