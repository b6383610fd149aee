/// z = (x - center) / divisor, column by column, frozen at fit.
public struct Standardizer: Sendable {
  public let center: Buffer<Double>
  public let divisor: Buffer<Double>

  public init(center: Buffer<Double>, divisor: Buffer<Double>) {
    self.center = center
    self.divisor = divisor
  }

  /// Zero mean and unit variance, as scikit-learn's StandardScaler; a constant column becomes 0.
  public init(standardizing statistics: ColumnStatistics) throws {
    let columns = statistics.mean.count
    let divisor = try Buffer<Double>(uninitialized: columns)
    for column in 0..<columns { divisor[column] = statistics.scale(column) }
    self.init(center: statistics.mean, divisor: divisor)
  }

  /// Zero mean only.
  public init(centering statistics: ColumnStatistics) throws {
    self.init(
      center: statistics.mean, divisor: try Buffer(repeating: 1, count: statistics.mean.count))
  }

  /// Writes `count` rows as packed doubles.
  func apply(
    to rows: UnsafePointer<Double>, stride: Int, count: Int,
    into target: UnsafeMutablePointer<Double>
  ) {
    let columns = center.count
    let (center, divisor) = (center.base, divisor.base)
    for row in 0..<count {
      let source = rows + row &* stride
      let out = target + row &* columns
      for column in 0..<columns {
        out[column] = (source[column] - center[column]) / divisor[column]
      }
    }
  }
}
