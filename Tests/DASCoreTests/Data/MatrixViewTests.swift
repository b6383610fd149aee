import Testing

@testable import DASCore

@Suite struct MatrixViewTests {
  private static let layouts = StridedTable.Layout.allCases
  private static let types = [MatrixView.ElementType.float32, .float64]

  private func table(rows: Int, columns: Int) throws -> Matrix {
    try TestTables.roundedToFloat(TestTables.normal(rows: rows, columns: columns))
  }

  /// Whatever its layout and type, a view reads the same numbers by every way there is.
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
    try part.withRowMajor(2..<5, on: Execution()) { rows, stride in
      for row in 0..<3 {
        for column in 0..<5 { #expect(rows[row * stride + column] == table[row + 5, column]) }
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
