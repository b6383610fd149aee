/// The JSON form of a program. `docs/reference/program-grammar.md` describes it, and
/// `docs/reference/program.schema.json` is its schema.
extension MixtureProgram {
  /// What a program's text may cost.
  static let limits = JSON.Limits(bytes: 256 << 10, depth: 64, elements: 10_000)

  private static let keys = [
    "format", "name", "detector", "policy", "explanation", "snap_discrete", "keep", "mixture",
  ]

  /// Reads a program; anything unknown, missing or out of range is an error that names its place.
  package init(parsing text: some Collection<UInt8>) throws {
    try self.init(json: try JSON.parse(text, limits: Self.limits))
  }

  /// Reads a program from its untrusted JSON form; see docs/reference/program-grammar.md.
  public init(parsing text: String) throws { try self.init(parsing: text.utf8) }

  package init(json: JSON) throws {
    let root = JSONField(json, path: "program")
    // The version comes first: a newer format may hold keys that this library does not know.
    let format = try root.member("format").integer(in: 1...Int(Int32.max))
    guard format == Self.formatVersion else {
      throw DASError(
        .newerVersion,
        "program.format is \(format); this library reads format \(Self.formatVersion)")
    }
    let fields = try root.members(Self.keys)
    self.init(
      name: try Self.readName(root.member("name")),
      detector: try fields["detector"].map(Self.readName) ?? "any",
      policy: try fields["policy"]?.string(atMost: Self.maxTextBytes) ?? "",
      explanation: try fields["explanation"]?.string(atMost: Self.maxTextBytes) ?? "",
      components: try root.member("mixture").items(Self.componentCounts).map(
        MixtureComponent.init(json:)),
      snapsDiscrete: try fields["snap_discrete"]?.boolean() ?? true,
      keep: try fields["keep"].map { try KeepFilter(json: $0) } ?? KeepFilter())
  }

  private static func readName(_ field: JSONField) throws -> String {
    let name = try field.string(atMost: Self.maxNameBytes)
    guard isName(name) else { throw field.mismatch(allowedName) }
    return name
  }

  package var json: JSON {
    .object([
      JSON.Member("format", .integer(Self.formatVersion)),
      JSON.Member("name", .string(name)),
      JSON.Member("detector", .string(detector)),
      JSON.Member("policy", .string(policy)),
      JSON.Member("explanation", .string(explanation)),
      JSON.Member("snap_discrete", .boolean(snapsDiscrete)),
      JSON.Member("keep", .object(keep.jsonMembers)),
      JSON.Member("mixture", .array(components.map(\.json))),
    ])
  }

  /// The program as indented JSON; throws where a number is out of range.
  public func text() throws -> String {
    try check()
    return try json.text(indented: true)
  }
}

extension MixtureComponent {
  fileprivate init(json field: JSONField) throws {
    let fields = try field.members(["weight", "seeds", "moves"])
    self.init(
      weight: try fields["weight"]?.real(in: Self.weights) ?? 1,
      seeds: try fields["seeds"].map { try SeedSelection(json: $0) } ?? SeedSelection(),
      moves: try field.member("moves").items(Self.moveCounts).map(Moves.read))
  }

  fileprivate var json: JSON {
    .object([
      JSON.Member("weight", .real(weight)),
      JSON.Member("seeds", .object(seeds.jsonMembers)),
      JSON.Member("moves", .array(moves.map { Moves.json(of: $0) })),
    ])
  }
}

extension Moves {
  fileprivate static func read(_ field: JSONField) throws -> any Move {
    let name = try field.member("move").word(of: all.map { $0.name })
    for type in all where type.name == name { return try type.init(json: field, besides: ["move"]) }
    throw field.failure("is no move")
  }

  fileprivate static func json(of move: some Move) -> JSON {
    .object([JSON.Member("move", .string(type(of: move).name))] + move.jsonMembers)
  }
}
