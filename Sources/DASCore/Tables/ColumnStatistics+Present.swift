extension ColumnStatistics {
  /// Of the cells of a mixed table that are not missing; ranks count as numbers. A nominal column
  /// has no mean, which is NaN, and counts as constant.
  init(presentIn X: MatrixView, _ schema: Schema, on execution: Execution) throws {
    let (mean, deviation) = (
      try Buffer<Double>(repeating: .nan, count: X.columns),
      try Buffer<Double>(repeating: 0, count: X.columns)
    )
    let (low, high) = (
      try Buffer<Double>(repeating: 0, count: X.columns),
      try Buffer<Double>(repeating: 0, count: X.columns)
    )
    let cells = try Buffer<Double>(uninitialized: X.rows)
    for column in 0..<X.columns where schema[column].kind != .nominal {
      X.copyColumn(column, rows: 0..<X.rows, into: cells.base)
      var count = 0
      for row in 0..<X.rows where !cells[row].isNaN {
        cells[count] = cells[row]
        count += 1
      }
      guard count > 0 else { continue }
      let present = MatrixView(
        base: cells.base, rows: count, columns: 1, rowStride: 1, columnStride: 1, type: .float64,
        owner: cells)
      let own = try ColumnStatistics(present, on: execution)
      (mean[column], deviation[column]) = (own.mean[0], own.standardDeviation[0])
      (low[column], high[column]) = (own.minimum[0], own.maximum[0])
    }
    self.mean = mean
    standardDeviation = deviation
    minimum = low
    maximum = high
    units = nil
  }
}
