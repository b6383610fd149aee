import Testing

@testable import DASCore

@Suite struct BinnedMatrixTests {
  private func bins(_ table: BinnedMatrix, forRows count: Int = .max) -> [[UInt8]] {
    (0..<table.columns).map { feature in
      let column = table.bins(of: feature, forRows: count)
      return (0..<UInt32(table.rows)).map { column[$0] }
    }
  }

  /// Small nodes and large ones read the same bins.
  @Test func bothOrdersHoldTheSameBins() throws {
    let data = try TestTables.normal(rows: 1_000, columns: 7)
    let table = try BinnedMatrix(
      normals: data.view, anomalies: data.view.rows(0..<99), on: Execution(threads: 2))
    #expect(table.bins(of: 0, forRows: 1).stride != table.bins(of: 0, forRows: 1_000).stride)
    #expect(bins(table, forRows: 1) == bins(table, forRows: 1_000))
  }

  /// Both tables are binned together, in the order of their rows, by any number of threads.
  @Test func rowsKeepTheirOrder() throws {
    let normals = try Matrix([[1, 30], [2, 10]])
    let anomalies = try Matrix([[3, 20], [0, 10]])
    let table = try BinnedMatrix(
      normals: normals.view, anomalies: anomalies.view, on: Execution(threads: 2))
    #expect(bins(table) == [[1, 2, 3, 0], [2, 0, 1, 0]])
    #expect(table.normals == 2 && table.anomalies == 2 && table.rows == 4)
  }

  /// Columns in any stride give the bins of their packed copy.
  @Test func stridesAreFollowed() throws {
    let packed = try TestTables.normal(rows: 500, columns: 3)
    let view = try StridedTable(packed, .columnMajor, .float64).view
    let first = try BinnedMatrix(
      normals: packed.view, anomalies: packed.view.rows(0..<9), on: Execution())
    let second = try BinnedMatrix(normals: view, anomalies: view.rows(0..<9), on: Execution())
    #expect(bins(first) == bins(second))
  }
}
