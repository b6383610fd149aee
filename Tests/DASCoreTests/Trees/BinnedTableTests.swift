import Testing

@testable import DASCore

@Suite struct BinnedTableTests {
  /// Both tables are binned together, in the order of their rows, by any number of threads.
  @Test func rowsKeepTheirOrder() throws {
    let normals = try Matrix([[1, 30], [2, 10]])
    let anomalies = try Matrix([[3, 20], [0, 10]])
    let table = try BinnedTable(
      normals: normals.view, anomalies: anomalies.view, on: Execution(threads: 2))
    #expect(table.bins.array == [1, 2, 3, 0, 2, 0, 1, 0])
    #expect(table.normals == 2 && table.anomalies == 2 && table.rows == 4)
  }

  /// Columns in any stride give the bins of their packed copy.
  @Test func stridesAreFollowed() throws {
    let packed = try TestTables.normal(rows: 500, columns: 3)
    let columnMajor = try Buffer<Double>(uninitialized: 1500)
    for row in 0..<500 {
      for column in 0..<3 { columnMajor[column * 500 + row] = packed[row, column] }
    }
    let view = MatrixView(
      base: columnMajor.base, rows: 500, columns: 3, rowStride: 1, columnStride: 500,
      type: .float64, owner: columnMajor)
    let first = try BinnedTable(
      normals: packed.view, anomalies: packed.view.rows(0..<9), on: Execution())
    let second = try BinnedTable(normals: view, anomalies: view.rows(0..<9), on: Execution())
    #expect(first.bins.array == second.bins.array)
  }
}
