import Testing

@testable import DASCore

@Suite struct EncodingTests {
  private let X: Matrix
  private let encoding: Encoding

  init() throws {
    X = try TestTables.mixed(rows: 400)
    encoding = try Encoding(X.view, #require(X.schema), on: Execution())
  }

  private func encoded(_ cells: [Double]) throws -> [Double] {
    let (row, cells) = (try Buffer<Double>(uninitialized: encoding.width), try Buffer(cells))
    try withExtendedLifetime(cells) { try encoding.encode(cells.base, into: row.base) }
    return row.array
  }

  private func variance(_ columns: Range<Int>, _ table: MatrixView) -> Double {
    columns.reduce(0) { sum, column in
      let cells = (0..<table.rows).map { table[$0, column] }
      let mean = cells.reduce(0, +) / Double(cells.count)
      return sum + cells.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(cells.count)
    }
  }

  /// Numbers stay as they are; a column of categories varies as the median numeric one.
  @Test func columnsWeighTheSame() throws {
    let table = try encoding.encode(X.view, on: Execution())
    let square = encoding.deviation * encoding.deviation
    #expect((0..<X.rows).allSatisfy { table[$0, 0] == X[$0, 0] })
    for index in [2, 4, 5] {
      let first = Int(encoding.columns[index].first)
      let block = first..<first + Int(encoding.columns[index].width)
      #expect(abs(variance(block, table) / square - 1) < 1e-9, "column \(index)")
    }
    #expect((0..<X.rows).allSatisfy { table[$0, encoding.width - 1] == 0 })
  }

  /// A missing cell is as far from the mean cell as its indicator says, and like another.
  @Test func missingCellsHaveAnIndicator() throws {
    let column = encoding.columns[1]
    let row = try encoded([0, .nan, 0, 0, 0, 0])
    #expect(row[Int(column.first)] == column.center)
    #expect(row[Int(column.first) + 1] == column.deviation)
    #expect(row[encoding.width - 1] == 0)
    #expect(try encoded([0, 2, 0, 0, 0, 0])[Int(column.first) + 1] == 0)
  }

  /// Categories that the fit did not see go to the last column.
  @Test func novelCellsShowInTheLastColumn() throws {
    let one = try encoded([0, 0, 3, 0, 0, 0])
    #expect(one[encoding.width - 1] == encoding.columns[2].factor)
    let first = Int(encoding.columns[2].first)
    #expect(one[first..<first + Int(encoding.columns[2].width)].allSatisfy { $0 == 0 })
    #expect(try encoded([0, 0, 3, 5, 2, 0])[encoding.width - 1] > one[encoding.width - 1])
  }

  /// Categories of fewer than five rows share a column.
  @Test func rareCategoriesAreOne() throws {
    var schema = try Schema(columns: 1)
    try schema.setCategorical(0, .nominal, count: 6)
    let codes = [Double](repeating: 2, count: 10) + [0, 0, 0, 0, 5] + .init(repeating: 1, count: 5)
    let table = try Matrix(codes.map { [$0] })
    let encoding = try Encoding(table.view, schema, on: Execution())
    #expect(encoding.targets.array == [2, 1, 0, -1, -1, 2])
    #expect(encoding.frequencies.array == [0.5, 0.25, 0.25])
    #expect(encoding.width == 4)
  }

  @Test func tablesOfNothingHaveOneColumn() throws {
    var schema = try Schema(columns: 2)
    for column in 0..<2 { try schema.setMissing(column, allowed: true) }
    let table = try Matrix(rows: 3, columns: 2, schema: schema)
    table.storage.elements.update(repeating: .nan)
    let encoding = try Encoding(table.view, schema, on: Execution())
    #expect(encoding.width == 1)
    #expect(try encoding.encode(table.view, on: Execution())[2, 0] == 0)
  }
}
