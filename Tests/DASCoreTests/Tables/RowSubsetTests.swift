import Testing

@testable import DASCore

@Suite struct RowSubsetTests {
  private let X: Matrix

  init() throws { X = try TestTables.normal(rows: 9, columns: 3) }

  @Test func someRowsAreThoseOfTheTable() throws {
    let indices: [Int32] = [1, 4, 8]
    let subset = try RowSubset(Buffer(indices), of: X.view)
    #expect((subset.count, subset.row(2)) == (3, 8))
    for (position, row) in indices.enumerated() {
      for column in 0..<3 { #expect(subset.table[position, column] == X[Int(row), column]) }
    }
    let all = try Buffer((0..<9).map(Double.init))
    #expect(try subset.values(of: all).array == [1, 4, 8])
    let replaced = try subset.replacing(all, by: Buffer([-1, -4, -8]))
    #expect(replaced.array == [0, -1, 2, 3, -4, 5, 6, 7, -8])
    #expect(all[1] == 1)
  }

  @Test func allRowsAreTheTableItself() throws {
    let subset = RowSubset(all: X.view)
    #expect(subset.table.base == X.view.base)
    #expect((subset.count, subset.row(5)) == (9, 5))
    let all = try Buffer((0..<9).map(Double.init))
    #expect(try subset.values(of: all) === all)
  }
}
