import CKernels

/// A copy of the points in packed panels of eight, column-major within a panel, for the solver's
/// kernel rows.
///
/// The inner products of one point with eight others are then sums by lane. Row by row, each would
/// end with a sum over the lanes, which costs more than the product if columns are few.
struct KernelPanels: Sendable {
  static let lanes = 8

  private let columns: Int
  private let storage: Buffer<Double>

  init(_ points: Matrix) throws {
    columns = points.columns
    let panels = (points.rows + Self.lanes - 1) / Self.lanes
    storage = try Buffer(repeating: 0, count: panels * Self.lanes * columns)
    for row in 0..<points.rows {
      for column in 0..<columns { storage.base[offset(row, column)] = points[row, column] }
    }
  }

  private func offset(_ point: Int, _ column: Int) -> Int {
    (point / Self.lanes * columns + column) * Self.lanes + point % Self.lanes
  }

  func swapAt(_ first: Int, _ second: Int) {
    for column in 0..<columns {
      storage.elements.swapAt(offset(first, column), offset(second, column))
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
