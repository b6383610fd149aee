extension DRLInput {
  /// The scaling of centred columns with standard deviations s. For all but `standard`, a common
  /// factor then brings the mean variance of the columns to 1.
  enum Scaling: String, CaseIterable, Sendable {
    /// By 1 / s: every column counts the same.
    case standard
    /// By 1 / sqrt(s), half way between the others (van den Berg et al., "Centering, scaling, and
    /// transformations", BMC Genomics 2006).
    case pareto
    /// By the common factor alone: columns count as given.
    case none
  }

  init(_ scaling: Scaling, _ statistics: ColumnStatistics, hasIntercept: Bool) throws {
    let factor = try Buffer<Double>(uninitialized: statistics.mean.count)
    for column in 0..<factor.count {
      let spread = statistics.scale(column)
      factor.base[column] =
        switch scaling {
        case .standard: 1 / spread
        case .pareto: 1 / spread.squareRoot()
        case .none: 1
        }
    }
    if scaling != .standard {
      let common = 1 / Self.meanSpread(statistics, factor)
      for column in 0..<factor.count { factor.base[column] *= common }
    }
    for column in 0..<factor.count {
      factor.base[column] = min(factor.base[column], .greatestFiniteMagnitude)
    }
    self.init(
      scaling: ColumnScaling(shift: statistics.mean, factor: factor), hasIntercept: hasIntercept)
  }

  /// The root of the columns' mean variance after scaling; 1 if nothing varies.
  private static func meanSpread(
    _ statistics: ColumnStatistics, _ factor: Buffer<Double>
  ) -> Double {
    func spread(_ column: Int) -> Double {
      statistics.standardDeviation.base[column] * factor.base[column]
    }
    // Relative to the widest, so that no square over- or underflows.
    let widest = (0..<factor.count).map(spread).max() ?? 0
    guard widest > 0 else { return 1 }
    var sum = 0.0
    for column in 0..<factor.count {
      let ratio = spread(column) / widest
      sum += ratio * ratio
    }
    return max(widest * (sum / Double(factor.count)).squareRoot(), .leastNormalMagnitude)
  }
}
