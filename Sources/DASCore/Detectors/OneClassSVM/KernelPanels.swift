import CKernels

/// Points once more, for the solver's kernel rows: eight side by side, column by column.
///
/// The inner products of one point with eight others are then sums lane by lane. Row by row, each of
/// them would end with an addition of the lanes, which costs more than the product where columns are few.
struct KernelPanels: Sendable {
  static let lanes = 8

  private let columns: Int
  private let storage: Buffer<Double>

  init(_ points: Matrix) throws {
    columns = points.columns
    let panels = (points.rows + Self.lanes - 1) / Self.lanes
    storage = try Buffer(repeating: 0, count: panels * Self.lanes * columns)
    for row in 0..<points.rows {
      for column in 0..<columns { storage.base[place(row, column)] = points[row, column] }
    }
  }

  private func place(_ point: Int, _ column: Int) -> Int {
    (point / Self.lanes * columns + column) * Self.lanes + point % Self.lanes
  }

  func swapAt(_ first: Int, _ second: Int) {
    for column in 0..<columns {
      storage.elements.swapAt(place(first, column), place(second, column))
    }
  }

  /// Writes <x, y> for the points y of `range`, which begins with a panel.
  func multiply(
    _ range: Range<Int>, by x: UnsafePointer<Double>, into products: UnsafeMutablePointer<Double>
  ) {
    libdas_multiply_panels(
      range.count, columns, storage.base + range.lowerBound * columns, x, products)
  }
}
