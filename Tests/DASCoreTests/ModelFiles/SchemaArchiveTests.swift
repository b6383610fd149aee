import Testing

@testable import DASCore

@Suite struct SchemaArchiveTests {
  private func named() throws -> Schema {
    var schema = try TestTables.mixedSchema()
    try schema.setCategorical(2, .nominal, count: 3, names: ["rot", "grün", ""])
    try schema.setCategorical(5, .ordinal, count: 2, names: ["low", "high"])
    return schema
  }

  private func tensors(_ schema: Schema) throws -> Buffer<UInt8> {
    var writer = TensorWriter()
    try schema.archive(to: &writer)
    return try writer.encoded()
  }

  private func read(_ bytes: Buffer<UInt8>) throws -> Schema {
    try bytes.read { try Schema(from: TensorReader($0)) }
  }

  @Test func roundTripsWithNames() throws {
    for schema in [try named(), try TestTables.mixedSchema()] {
      let back = try read(tensors(schema))
      #expect((0..<6).allSatisfy { back[$0] == schema[$0] })
      try Schema.check(back, against: schema, "X", exactly: true)
      for column in 0..<6 {
        for code in 0..<schema[column].categoryCount {
          #expect(back.name(of: code, in: column) == schema.name(of: code, in: column))
        }
      }
      #expect(try tensors(back).array == tensors(schema).array)
    }
  }

  /// The parts of a schema in a file, by name.
  private struct Parts {
    var bytes: [String: [UInt8]] = [
      "kinds": [0, 0, 2, 2, 2, 1], "missing": [0, 1, 0, 1, 0, 0], "named": [0, 0, 1, 0, 0, 1],
      "category_names": Array("a\0b\0c\0d\0e\0".utf8),
    ]
    var categories: [Int32] = [0, 0, 3, 5, 2, 2]

    func encoded() throws -> Buffer<UInt8> {
      var writer = TensorWriter()
      for (name, values) in bytes { writer.add("columns." + name, try Buffer(values)) }
      writer.add("columns.categories", try Buffer(categories))
      return try writer.encoded()
    }
  }

  @Test func soundPartsAreRead() throws {
    #expect(try read(Parts().encoded()).name(of: 1, in: 5) == "e")
  }

  private func refuse(_ change: (inout Parts) -> Void) throws {
    var parts = Parts()
    change(&parts)
    let error = #expect(throws: DASError.self) { try read(parts.encoded()) }
    #expect(error?.code == .badFormat)
  }

  /// What no schema can say is refused.
  @Test func damagedPartsAreRefused() throws {
    for name in ["kinds", "missing", "category_names"] {
      try refuse { $0.bytes[name] = nil }
      try refuse { $0.bytes[name]?.removeLast() }
    }
    try refuse { $0.bytes["named"]?.removeLast() }
    try refuse { $0.bytes["kinds"]?[2] = 3 }
    try refuse { $0.bytes["missing"]?[2] = 2 }
    for column in [0, 1, 3] { try refuse { $0.bytes["named"]?[column] = 1 } }
    try refuse { $0.bytes["category_names"]?[8] = 0xff }
    for count: Int32 in [0, -1, 1025] { try refuse { $0.categories[2] = count } }
    try refuse { $0.categories[0] = 1 }
    try refuse {
      $0.bytes = ["kinds": .init(repeating: 0, count: 6), "missing": .init(repeating: 0, count: 6)]
      $0.categories = .init(repeating: 0, count: 6)
    }
  }
}
