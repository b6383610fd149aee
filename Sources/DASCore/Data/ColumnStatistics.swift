/// Mean, spread and range of each column, by a shifted one-pass sum over blocks in fixed order.
public struct ColumnStatistics: Sendable {
  public let mean: Buffer<Double>
  /// Population standard deviation (divided by n), as scikit-learn's StandardScaler; 0 for a constant column.
  public let standardDeviation: Buffer<Double>
  public let least: Buffer<Double>
  public let most: Buffer<Double>

  /// - Complexity: O(rows x columns), one pass over each column.
  public init(_ X: MatrixView, on execution: Execution) throws {
    let (mean, spread) = (
      try Buffer<Double>(repeating: 0, count: X.columns),
      try Buffer<Double>(repeating: 0, count: X.columns)
    )
    let (least, most) = (
      try Buffer<Double>(repeating: 0, count: X.columns),
      try Buffer<Double>(repeating: 0, count: X.columns)
    )
    try execution.forEach(X.columns) { column in
      let values = try Buffer<Double>(uninitialized: X.rows)
      X.copyColumn(column, rows: 0..<X.rows, into: values.base)
      let summary = Self.summarize(UnsafeBufferPointer(values.elements))
      mean.base[column] = summary.mean
      spread.base[column] = summary.standardDeviation
      least.base[column] = summary.least
      most.base[column] = summary.most
      withExtendedLifetime(values) {}
    }
    (self.mean, self.standardDeviation, self.least, self.most) = (mean, spread, least, most)
  }

  /// Two passes: the second subtracts the mean, and the sum of deviations corrects its rounding
  /// (Chan, Golub and LeVeque 1983, eq. 1.7).
  private static func summarize(
    _ values: UnsafeBufferPointer<Double>
  ) -> (mean: Double, standardDeviation: Double, least: Double, most: Double) {
    let count = Double(values.count)
    var (sum, least, most) = (0.0, values[0], values[0])
    for value in values {
      sum += value
      least = min(least, value)
      most = max(most, value)
    }
    // A constant column has spread 0, whatever rounding says of its mean.
    if least == most { return (least, 0, least, most) }
    let mean = sum / count
    var (squares, deviations) = (0.0, 0.0)
    for value in values {
      squares += (value - mean) * (value - mean)
      deviations += value - mean
    }
    let variance = (squares - deviations * deviations / count) / count
    return (mean, max(variance, 0).squareRoot(), least, most)
  }

  /// The divisor that standardises a column: its standard deviation, or 1 where it is constant.
  public func scale(_ column: Int) -> Double {
    standardDeviation[column] > 0 ? standardDeviation[column] : 1
  }

  /// Centres a packed row and divides it by the scale of each column, in place.
  func standardize(_ row: UnsafeMutablePointer<Double>) {
    for column in 0..<mean.count {
      row[column] = (row[column] - mean.base[column]) / scale(column)
    }
  }
}
