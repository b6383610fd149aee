import Testing

@testable import DASCore

@Suite struct KernelPanelsTests {
  /// Inner products have the bits of those from rows, for any range and any order of the points.
  @Test(arguments: [(1, 1), (8, 3), (37, 8), (50, 9), (43, 29)])
  func equalsProductsOfRows(rows: Int, columns: Int) throws {
    let points = try TestTables.normal(rows: rows, columns: columns)
    let x = try TestTables.normal(rows: 1, columns: columns, seed: 1)
    let panels = try KernelPanels(points)
    for (first, second) in [(0, rows - 1), (rows / 2, rows / 3)] {
      panels.swapAt(first, second)
      for column in 0..<columns {
        let value = points[first, column]
        points[first, column] = points[second, column]
        points[second, column] = value
      }
    }
    let expected = try Buffer<Double>(uninitialized: rows)
    LinearAlgebra.multiply(
      points.row(0), stride: columns, rows: rows, columns: columns, by: x.row(0),
      into: expected.base)
    for first in stride(from: 0, to: rows, by: 2 * KernelPanels.lanes) {
      // Nothing is written after the last product.
      let products = try Buffer<Double>(repeating: -1, count: rows - first + 1)
      panels.multiply(first..<rows, by: x.row(0), into: products.base)
      #expect(products.array == Array(expected.array[first...]) + [-1])
    }
  }
}
