import Testing

@testable import DASCore

@Suite struct CellCheckTests {
  private let table: Matrix

  init() throws { table = try TestTables.mixed(rows: 50) }

  private func checked(
    _ table: Matrix, for purpose: MatrixView.Purpose = .fit, names: FeatureNames? = nil
  ) throws -> MatrixView {
    try table.view.checked(
      "X", by: table.schema, for: purpose, featureNames: names, on: Execution(threads: 2))
  }

  private func refusal(
    of value: Double, at column: Int, for purpose: MatrixView.Purpose = .fit,
    names: FeatureNames? = nil
  ) throws -> String? {
    let table = try Matrix(copying: table.view)
    table[17, column] = value
    return thrownError { try checked(table, for: purpose, names: names) }?.message
  }

  @Test func soundCellsAreBorrowed() throws {
    let view = try checked(table)
    #expect(view.base == table.view.base)
    #expect(view.schema?.isPlain == false)
  }

  /// Negative codes are NaN inside the library, and new categories have the code after the last.
  @Test func cellsComeInOneForm() throws {
    for type in [MatrixView.ElementType.float32, .float64] {
      for layout in StridedTable.Layout.allCases {
        let given = try Matrix(copying: table.view)
        (given[3, 3], given[4, 2], given[5, 2]) = (-7, 3, 900)
        let view = try StridedTable(given, layout, type).view.checked(
          "X", by: table.schema, for: .score, on: Execution(threads: 2))
        #expect(view[3, 3].isNaN)
        #expect(view[4, 2] == 3 && view[5, 2] == 3)
        #expect(view[6, 2] == table[6, 2])
      }
    }
  }

  @Test func refusesWithThePosition() throws {
    let codes = "a nominal column takes the codes 0 ... 2 as whole numbers"
    for value in [3, 0.5, .infinity] {
      #expect(try refusal(of: value, at: 2) == "X[17, 2] is \(value); \(codes)")
    }
    #expect(try refusal(of: 3, at: 2, for: .score) == nil)
    #expect(try refusal(of: 0.5, at: 2, for: .score) == "X[17, 2] is 0.5; \(codes)")
    #expect(try refusal(of: 3, at: 2, for: .extra) != nil)
    #expect(try refusal(of: -.infinity, at: 3)?.contains("0 ... 4") == true)
    let numbers = "values must be finite and at most 1e+150 in magnitude"
    #expect(try refusal(of: .infinity, at: 1) == "X[17, 1] is inf; \(numbers)")
    let missing = "this column has no missing values; das_schema_set_missing allows them"
    #expect(try refusal(of: .nan, at: 0) == "X[17, 0] is nan; \(missing)")
    #expect(try refusal(of: -1, at: 2) == "X[17, 2] is -1.0; \(missing)")
    for purpose in [MatrixView.Purpose.fit, .extra, .score] {
      #expect(try refusal(of: .nan, at: 1, for: purpose) == nil)
      #expect(try refusal(of: -1, at: 3, for: purpose) == nil)
    }
  }

  @Test func namesTheColumn() throws {
    let names = try FeatureNames(["a", "b", "colour", "d", "e", "f"])
    #expect(
      try refusal(of: 9, at: 2, names: names)?.hasPrefix("X[17, 2] is 9.0 in column 'colour'; ")
        == true)
    let message = thrownError {
      let X = try Matrix([[1, 2]])
      X[0, 1] = .nan
      try X.view.checkValues("X", featureNames: FeatureNames(["a", "b"]), on: Execution())
    }?.message
    #expect(message?.hasPrefix("X[0, 1] is nan in column 'b'; ") == true)
  }

  @Test func aFitNeedsAValueInEachColumn() throws {
    let empty = try Matrix(copying: table.view)
    for row in 0..<empty.rows { empty[row, 3] = -1 }
    let words = "column 3 of X has no value in any row; leave it out"
    #expect(throws: DASError(.invalidData, words)) { try checked(empty) }
    _ = try checked(empty, for: .extra)
    _ = try checked(empty, for: .score)
  }

  @Test func aPlainSchemaIsNone() throws {
    let X = try TestTables.normal(rows: 5, columns: 2)
    let view = try X.view.checked("X", by: Schema(columns: 2), for: .fit, on: Execution())
    #expect(view.schema == nil)
  }
}
