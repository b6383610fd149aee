import Testing

@testable import DASCore

@Suite struct SchemaTests {
  private func colours(_ names: [String]? = ["red", "green", "blue"]) throws -> Schema {
    var schema = try Schema(columns: 3)
    try schema.setCategorical(1, .nominal, count: 3, names: names)
    try schema.setMissing(2, allowed: true)
    return schema
  }

  @Test func columnsAreNumericUntilTheyAreSaidToBeOther() throws {
    let plain = try Schema(columns: 3)
    #expect(plain.isPlain)
    let schema = try colours()
    #expect(!schema.isPlain)
    #expect(schema[0] == plain[0])
    #expect(schema[1].kind == .nominal && schema[1].categoryCount == 3)
    #expect(schema[2].allowsMissing && !schema[2].isCategorical)
    #expect(schema.name(of: 2, in: 1) == "blue")
    #expect(schema.name(of: 0, in: 0) == nil)
  }

  /// A copy does not see later changes.
  @Test func isAValue() throws {
    var schema = try colours()
    let copy = schema
    try schema.setCategorical(1, .ordinal, count: 2)
    try schema.setMissing(0, allowed: true)
    #expect(copy[1].kind == .nominal && copy.name(of: 2, in: 1) == "blue")
    #expect(!copy[0].allowsMissing)
    #expect(schema.name(of: 0, in: 1) == nil, "the names went with their categories")
  }

  @Test func refusesWhatNoColumnCanBe() throws {
    var schema = try Schema(columns: 2)
    for count in [0, -1, 1025] {
      #expect(throws: DASError.self) { try schema.setCategorical(0, .nominal, count: count) }
    }
    for column in [-1, 2] {
      #expect(throws: DASError.self) { try schema.setCategorical(column, .nominal, count: 2) }
      #expect(throws: DASError.self) { try schema.setMissing(column, allowed: true) }
    }
    #expect(throws: DASError.self) {
      try schema.setCategorical(0, .nominal, count: 2, names: ["a", "a"])
    }
    #expect(throws: DASError.self) { try schema.setCategorical(0, .numeric, count: 2) }
    #expect(schema.isPlain)
  }

  @Test func agreesByKindsCategoriesAndNames() throws {
    let schema = try colours()
    try Schema.check(schema, against: schema, "X")
    try Schema.check(colours(nil), against: schema, "X")
    try Schema.check(nil, against: Schema(columns: 3), "X")
    var other = try colours()
    try other.setMissing(2, allowed: false)
    try Schema.check(other, against: schema, "X")
    #expect(throws: DASError.self) {
      try Schema.check(other, against: schema, "X", exactly: true)
    }
    try other.setCategorical(1, .ordinal, count: 3)
    let nominal = "nominal, with 3 categories is expected"
    let kinds = "column 1 of X is ordinal, with 3 categories; " + nominal
    #expect(throws: DASError(.shapeMismatch, kinds)) {
      try Schema.check(other, against: schema, "X")
    }
    let numeric = "column 1 of X is numeric; " + nominal
    #expect(throws: DASError(.shapeMismatch, numeric)) {
      try Schema.check(nil, against: schema, "X")
    }
    let names = "category 0 of column 1 of X is 'blue'; 'red' is expected"
    #expect(throws: DASError(.shapeMismatch, names)) {
      try Schema.check(colours(["blue", "green", "red"]), against: schema, "X")
    }
  }
}
