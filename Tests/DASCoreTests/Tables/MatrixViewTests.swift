import Testing

@testable import DASCore

@Suite struct MatrixViewTests {
  private static let layouts = StridedTable.Layout.allCases
  private static let types = [MatrixView.ElementType.float32, .float64]

  private func table(rows: Int, columns: Int) throws -> Matrix {
    try TestTables.roundedToFloat(TestTables.normal(rows: rows, columns: columns))
  }

  /// A view of any layout and type reads the same numbers through every accessor.
  @Test(arguments: layouts, types)
  func readsEveryLayout(layout: StridedTable.Layout, type: MatrixView.ElementType) throws {
    let table = try table(rows: 13, columns: 5)
    let strided = try StridedTable(table, layout, type)
    let view = strided.view
    #expect(try Matrix(copying: view).storage.array == table.storage.array)
    let part = view.rows(3..<11)
    let column = try Buffer<Double>(uninitialized: 6)
    part.copyColumn(4, rows: 1..<7, into: column.base)
    for row in 0..<6 {
      #expect(column[row] == table[row + 4, 4])
      #expect(part[row + 1, 4] == table[row + 4, 4])
    }
    let columns = try Buffer<Double>(uninitialized: 12)
    part.copyColumns(3..<5, rows: 1..<7, into: columns.base)
    for index in 0..<12 { #expect(columns[index] == table[index % 6 + 4, index / 6 + 3]) }
    try part.withRowMajor(2..<5, on: Execution()) { rows, stride in
      for row in 0..<3 {
        for column in 0..<5 { #expect(rows[row * stride + column] == table[row + 5, column]) }
      }
    }
  }

  private func refusal(of view: MatrixView, threads: Int = 1) -> String? {
    thrownError { try view.checkValues("X", on: Execution(threads: threads)) }?.message
  }

  /// A bad value is found in every layout; memory between the rows is ignored.
  @Test(arguments: layouts) func findsBadValues(layout: StridedTable.Layout) throws {
    let table = try table(rows: 30, columns: 7)
    try StridedTable(table, layout, .float64).view.checkValues("X", on: Execution())
    table[17, 5] = .nan
    let strided = try StridedTable(table, layout, .float64)
    #expect(refusal(of: strided.view)?.hasPrefix("X[17, 5] is nan") == true)
  }

  /// The first of several bad values is named, for any number of threads.
  @Test func namesTheFirstBadValue() throws {
    let table = try Matrix(rows: 3000, columns: 800)
    table.storage.base.update(repeating: -1e150, count: table.storage.count)
    try table.view.checkValues("X", on: Execution(threads: 3))
    for row in [2999, 2700, 1] {
      table[row, 798] = .infinity
      for threads in [1, 3] {
        #expect(refusal(of: table.view, threads: threads)?.hasPrefix("X[\(row), 798]") == true)
      }
    }
  }

  /// Only row-major doubles are read in place.
  @Test func borrowsRowMajorDoublesOnly() throws {
    let table = try table(rows: 4, columns: 3)
    for layout in Self.layouts {
      for type in Self.types {
        let strided = try StridedTable(table, layout, type)
        #expect(
          (strided.view.rowMajorDoubles != nil) == (layout == .rowMajor && type == .float64))
      }
    }
  }

  /// A row stride of 0 repeats one row.
  @Test func repeatsARow() throws {
    let table = try Matrix([[1, 2, 3]])
    let view = MatrixView(
      base: table.storage.base, rows: 4, columns: 3, rowStride: 0, columnStride: 1, type: .float64,
      owner: table.storage)
    #expect(try Matrix(copying: view).storage.array == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
  }

  /// Blocks cover every row once, in order.
  @Test(arguments: [1, 1023, 1024, 1025, 5000]) func cutsIntoBlocks(rows: Int) throws {
    let view = try Matrix(rows: rows, columns: 1).view
    let covered = (0..<view.blockCount).flatMap { Array(view.blockRange($0)) }
    #expect(covered == Array(0..<rows))
  }
}
