/// The minimum and the maximum of each column over some rows.
struct BoundingBox {
  let low: UnsafeMutablePointer<Double>
  let high: UnsafeMutablePointer<Double>

  init(low: UnsafeMutablePointer<Double>, high: UnsafeMutablePointer<Double>) {
    (self.low, self.high) = (low, high)
  }

  /// A box in memory of twice the number of columns.
  init(_ memory: UnsafeMutablePointer<Double>, columns: Int) {
    self.init(low: memory, high: memory + columns)
  }

  /// Sets the box to one row, to be extended by others.
  func begin(_ row: UnsafePointer<Double>, columns: Int) {
    low.update(from: row, count: columns)
    high.update(from: row, count: columns)
  }

  func include(_ row: UnsafePointer<Double>, columns: Int) {
    for column in 0..<columns {
      low[column] = min(low[column], row[column])
      high[column] = max(high[column], row[column])
    }
  }
}
