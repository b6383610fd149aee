/// The least and the greatest value of each column of some rows.
struct BoundingBox {
  let low: UnsafeMutablePointer<Double>
  let high: UnsafeMutablePointer<Double>

  init(low: UnsafeMutablePointer<Double>, high: UnsafeMutablePointer<Double>) {
    (self.low, self.high) = (low, high)
  }

  /// In memory of twice the columns.
  init(_ memory: UnsafeMutablePointer<Double>, columns: Int) {
    self.init(low: memory, high: memory + columns)
  }

  /// The box of one row, to be widened by others.
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
