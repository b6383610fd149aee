/// What a fit of an encoding sees of one column.
struct ColumnSummary: Sendable {
  /// The cells that are not missing.
  let present: Int
  let missing: Int
  let mean: Double
  /// The population standard deviation; 0 if it is no more than rounding.
  let deviation: Double
  /// For each code, the number of cells.
  let counts: [Int]
  /// The codes that occur, by falling frequency and then by their first row.
  let order: [Int]

  /// - Parameters:
  ///   - cells: NaN for missing ones.
  ///   - categories: 0 for numbers.
  init(_ cells: UnsafeBufferPointer<Double>, categories: Int) {
    var counts = [Int](repeating: 0, count: categories)
    var order: [Int] = []
    var (present, low, high) = (0, Double.infinity, -Double.infinity)
    for cell in cells where !cell.isNaN {
      present += 1
      (low, high) = (min(low, cell), max(high, cell))
      guard categories > 0, let code = Int(exactly: cell), code < categories else { continue }
      if counts[code] == 0 { order.append(code) }
      counts[code] += 1
    }
    // The sort is stable: ties stay in the order of their first rows.
    order.sort { counts[$0] > counts[$1] }
    (self.present, missing, self.counts, self.order) = (
      present, cells.count - present, counts, order
    )
    (mean, deviation) = Self.moments(cells, present, low, high)
  }

  /// In units of the range, so that no square over- or underflows.
  private static func moments(
    _ cells: UnsafeBufferPointer<Double>, _ present: Int, _ low: Double, _ high: Double
  ) -> (mean: Double, deviation: Double) {
    guard low < high else { return (present > 0 ? low : 0, 0) }
    let range = high - low
    var (sum, squares) = (0.0, 0.0)
    for cell in cells where !cell.isNaN { sum += (cell - low) / range }
    let mean = sum / Double(present)
    for cell in cells where !cell.isNaN {
      let difference = (cell - low) / range - mean
      squares += difference * difference
    }
    let deviation = (squares / Double(present)).squareRoot() * range
    let rounding = 4 * max(low.magnitude, high.magnitude).ulp
    return (low + mean * range, deviation > rounding ? deviation : 0)
  }
}
