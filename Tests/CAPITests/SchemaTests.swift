import DASHeader
import Testing

/// Schemas as a C host makes and passes them.
@Suite struct SchemaTests {
  private let session: Session

  init() throws { session = try Session() }

  private func schema(columns: Int64 = 3) throws -> Owned {
    try session.make(das_schema_free) { das_schema_create($0, columns, $1) }
  }

  private func setCategorical(
    _ schema: Owned, _ column: Int64, _ kind: Int, _ count: Int32, _ names: [String] = []
  ) -> Outcome {
    withCStrings(names) { names in
      session.outcome {
        das_schema_set_categorical($0, schema.reference, column, Int32(kind), count, names)
      }
    }
  }

  private func withCStrings<Result>(
    _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
  ) -> Result {
    let bytes = texts.map { Array($0.utf8CString) }
    func point(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Result {
      if index == bytes.count { return body(texts.isEmpty ? nil : pointers) }
      return bytes[index].withUnsafeBufferPointer { point(index + 1, pointers + [$0.baseAddress]) }
    }
    return point(0, [])
  }

  private func column(_ schema: Owned, _ column: Int64) -> (outcome: Outcome, das_column_info) {
    var info = das_column_info.zeroed()
    return (session.outcome { das_schema_column($0, schema.reference, column, &info) }, info)
  }

  @Test("a schema says what it was told")
  func describes() throws {
    let schema = try schema()
    #expect(setCategorical(schema, 1, DAS_NOMINAL, 2, ["no", "yes"]) == .ok)
    #expect(session.outcome { das_schema_set_missing($0, schema.reference, 2, 1) } == .ok)
    let columns = (0..<3).map { column(schema, Int64($0)).1 }
    #expect(columns.map(\.kind) == [DAS_NUMERIC, DAS_NOMINAL, DAS_NUMERIC].map(Int32.init))
    #expect(columns.map(\.category_count) == [0, 2, 0])
    #expect(columns.map(\.named) == [0, 1, 0])
    #expect(columns.map(\.missing) == [0, 0, 1])
    var (buffer, size) = ([CChar](repeating: 0, count: 8), Int64(0))
    try session.run { das_schema_category($0, schema.reference, 1, 1, nil, 0, &size) }
    #expect(size == 4)
    try session.run { das_schema_category($0, schema.reference, 1, 1, &buffer, 8, &size) }
    #expect(buffer.prefix(4).elementsEqual("yes".utf8CString))
  }

  @Test("what no column can be is refused by name")
  func refusals() throws {
    let schema = try schema()
    #expect(
      setCategorical(schema, 1, DAS_NUMERIC, 2)
        == .invalidArgument("kind is 0; it takes DAS_ORDINAL (1) or DAS_NOMINAL (2)"))
    for count: Int32 in [0, -1, 1025, .max, .min] {
      #expect(setCategorical(schema, 1, DAS_NOMINAL, count).status == DAS_ERROR_OUT_OF_RANGE)
    }
    for index: Int64 in [-1, 3, .max, .min] {
      #expect(setCategorical(schema, index, DAS_NOMINAL, 2).status == DAS_ERROR_OUT_OF_RANGE)
      #expect(column(schema, index).outcome.status == DAS_ERROR_OUT_OF_RANGE)
    }
    #expect(
      setCategorical(schema, 0, DAS_ORDINAL, 2, ["a", "a"]).status == DAS_ERROR_INVALID_ARGUMENT)
    #expect(
      session.outcome { das_schema_set_missing($0, schema.reference, 0, 2) }.status
        == DAS_ERROR_OUT_OF_RANGE)
    for columns: Int64 in [0, -1, .max] {
      var made: das_schema_ref?
      #expect(
        session.outcome { das_schema_create($0, columns, &made) }.status == DAS_ERROR_OUT_OF_RANGE)
    }
    #expect(column(schema, 0).1.kind == DAS_NUMERIC)
    das_schema_free(nil)
  }

  @Test("a schema of another width, and cells that it does not allow, are refused")
  func tables() throws {
    let (X, settings) = (Table.normal(), try session.settings("ecod"))
    func fit(_ schema: Owned) -> Outcome {
      var detector: das_detector_ref?
      X.matrix.schema = schema.reference
      defer { das_detector_free(detector) }
      return session.outcome { das_detector_fit($0, settings.reference, &X.matrix, 1, &detector) }
    }
    #expect(
      try fit(schema(columns: 4)).message
        == "X has 3 columns, but its schema describes 4")
    let nominal = try schema()
    #expect(setCategorical(nominal, 2, DAS_NOMINAL, 3) == .ok)
    let outcome = fit(nominal)
    #expect(outcome.status == DAS_ERROR_INVALID_DATA)
    #expect(outcome.message.hasPrefix("X[0, 2] is "))
    #expect(outcome.message.hasSuffix("a nominal column takes the codes 0 ... 2 as whole numbers"))
    #expect(try fit(schema()) == .ok, "a schema of numbers is as none")
  }

  @Test("numeric objects describe their columns, too")
  func numericObjects() throws {
    let X = Table.normal()
    let (detector, booster) = (try session.detector(on: X), try session.booster(on: X))
    let model = try session.fuse(detector, booster, on: X)
    for (object, describe, name) in [
      (detector, das_detector_column, das_detector_category),
      (booster, das_booster_column, das_booster_category),
      (model, das_model_column, das_model_category),
    ] {
      var (info, size) = (das_column_info.zeroed(), Int64(0))
      try session.run { describe($0, object.reference, 2, &info) }
      #expect(info.kind == DAS_NUMERIC && info.missing == 0 && info.category_count == 0)
      #expect(
        session.outcome { describe($0, object.reference, 3, &info) }
          == .outOfRange("column is 3; it takes an integer in 0 ... 2"))
      #expect(
        session.outcome { name($0, object.reference, 0, 0, nil, 0, &size) }
          == .outOfRange("code is 0; column 0 has 0 categories"))
    }
    let schema = try schema()
    #expect(setCategorical(schema, 1, DAS_ORDINAL, 9) == .ok)
    X.matrix.schema = schema.reference
    var scores = [Double](repeating: 0, count: 60)
    #expect(
      session.outcome { das_model_score($0, model.reference, &X.matrix, &scores, 60) }.message
        == "column 1 of X is ordinal, with 9 categories; numeric is expected")
  }
}
