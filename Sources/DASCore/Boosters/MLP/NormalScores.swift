/// The normal score of each value of a row: the standard normal quantile of its mid-rank in the
/// training column. The scores of a column are those of a normal sample and depend neither on its
/// units nor on its tails (as in scikit-learn's QuantileTransformer with
/// `output_distribution="normal"`).
///
/// Scores are kept for at most 256 quantiles of a column, evenly spaced by rank, and are linear
/// between them. Beyond the training values a score rises by 1 each standard deviation.
struct NormalScores: Sendable {
  static let maxQuantiles = 256
  /// Rows of a table, drawn at random, that ranks are counted among.
  static let maxRows = 1 << 15

  /// Where each column's quantiles start, and the end of the last.
  let starts: Buffer<Int>
  /// Values of a column, distinct and ascending, and their scores.
  let quantiles, scores: Buffer<Double>
  /// What a unit of the value adds to the score beyond the quantiles.
  let slopes: Buffer<Double>

  var columns: Int { starts.count - 1 }

  /// Writes the scores of a row of doubles, clamped to ±`bound`.
  func apply(
    to row: UnsafePointer<Double>, into target: UnsafeMutablePointer<Float>, bound: Double
  ) {
    for column in 0..<columns {
      target[column] = Float(max(-bound, min(score(row[column], column), bound)))
    }
  }

  @inline(__always)
  private func score(_ value: Double, _ column: Int) -> Double {
    let (first, last) = (starts.base[column], starts.base[column + 1] - 1)
    let (quantiles, scores) = (quantiles.base, scores.base)
    if value <= quantiles[first] {
      return scores[first] + (value - quantiles[first]) * slopes.base[column]
    }
    if value >= quantiles[last] {
      return scores[last] + (value - quantiles[last]) * slopes.base[column]
    }
    var (low, high) = (first, last)
    while high - low > 1 {
      let middle = (low + high) / 2
      if quantiles[middle] <= value { low = middle } else { high = middle }
    }
    let fraction = (value - quantiles[low]) / (quantiles[high] - quantiles[low])
    return scores[low] + (scores[high] - scores[low]) * fraction
  }
}

// MARK: - Fit

extension NormalScores {
  static func fit(
    _ X: MatrixView, _ statistics: ColumnStatistics, seed: UInt64, on execution: Execution
  ) throws -> NormalScores {
    let sample = try RowSample(of: X.rows, atMost: maxRows, seed: seed)
    let starts = try Buffer<Int>(repeating: 0, count: X.columns + 1)
    let columns = X.columns
    let (room, overflow) = columns.multipliedReportingOverflow(by: maxQuantiles)
    guard !overflow else { throw DASError(.outOfMemory, "cannot rank: the size overflows") }
    let (quantiles, scores) = (
      try Buffer<Double>(uninitialized: room), try Buffer<Double>(uninitialized: room)
    )
    let counts = try Buffer<Int>(repeating: 0, count: columns)
    try execution.forEach(columns) { column in
      let values = try Buffer<Double>(uninitialized: sample.count)
      for index in 0..<sample.count { values[index] = X[Int(sample.rows[index]), column] + 0 }
      try Sorting.sort(values.elements)
      counts[column] = pick(
        values, quantiles.base + column * maxQuantiles, scores.base + column * maxQuantiles)
    }
    let slopes = try Buffer<Double>(uninitialized: columns)
    for column in 0..<columns {
      starts[column + 1] = starts[column] + counts[column]
      // Column by column, so that none is overwritten before it has moved.
      for (target, source) in [(quantiles.base, quantiles.base), (scores.base, scores.base)] {
        (target + starts[column]).update(
          from: source + column * maxQuantiles, count: counts[column])
      }
      slopes[column] = min(1 / statistics.scale(column), .greatestFiniteMagnitude)
    }
    let count = starts[columns]
    return NormalScores(
      starts: starts, quantiles: try Buffer(quantiles.base, count: count),
      scores: try Buffer(scores.base, count: count), slopes: slopes)
  }

  /// Writes quantiles of ascending values, without repetition, and returns their number.
  private static func pick(
    _ values: Buffer<Double>, _ quantiles: UnsafeMutablePointer<Double>,
    _ scores: UnsafeMutablePointer<Double>
  ) -> Int {
    var count = 0
    let picks = min(maxQuantiles, values.count)
    for pick in 0..<picks {
      let value = values[picks == 1 ? 0 : pick * (values.count - 1) / (picks - 1)]
      if count > 0, quantiles[count - 1] == value { continue }
      let (low, high) = (values.lowerBound(of: value), values.upperBound(of: value))
      quantiles[count] = value
      scores[count] = NormalDistribution.quantile(
        Double(low + high) / Double(2 * values.count))
      count += 1
    }
    return count
  }
}
