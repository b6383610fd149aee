/// The normal scores of ranks: a value becomes the standard normal quantile at its mid-rank among
/// the values of a column, as in scikit-learn's `QuantileTransformer` with normal output.
///
/// A column has at most 256 quantiles: all of its distinct values, or some at equal steps of rank.
/// Between them scores are interpolated linearly. Values beyond the ends have the score of a single
/// row at that end, which bounds all scores.
struct RankScores: Sendable {
  static let maxQuantiles = 256

  /// The first quantile of each column, and the number of all.
  let starts: Buffer<Int>
  /// The quantiles of each column, ascending, and their scores.
  let values: Buffer<Double>
  let scores: Buffer<Double>
  /// The score above the last quantile of a column; below the first it is -limit.
  let limit: Double

  var columns: Int { starts.count - 1 }

  init(starts: Buffer<Int>, values: Buffer<Double>, scores: Buffer<Double>, limit: Double) {
    (self.starts, self.values, self.scores) = (starts, values, scores)
    self.limit = limit
  }

  /// Writes the rows of `range` as packed row-major scores.
  func apply(to X: MatrixView, _ range: Range<Int>, into target: UnsafeMutablePointer<Double>) {
    var out = target
    for row in range {
      X.copyRow(row, into: out)
      for column in 0..<columns { out[column] = score(out[column], column) }
      out += columns
    }
  }

  /// The score of a value of a column.
  @inline(__always)
  func score(_ value: Double, _ column: Int) -> Double {
    var (low, high) = (starts.base[column], starts.base[column + 1] &- 1)
    let (values, scores) = (values.base, scores.base)
    if value < values[low] { return -limit }
    if value > values[high] { return limit }
    if value == values[high] { return scores[high] }
    while high &- low > 1 {
      let middle = (low &+ high) &>> 1
      if values[middle] <= value { low = middle } else { high = middle }
    }
    let weight = (value - values[low]) / (values[high] - values[low])
    return scores[low] + weight * (scores[high] - scores[low])
  }
}

// MARK: - Fit

extension RankScores {
  /// Fits to each column of a table.
  ///
  /// - Complexity: O(rows x columns); each thread holds one column in three copies.
  init(_ X: MatrixView, on execution: Execution) throws {
    let capacity = min(Self.maxQuantiles, X.rows)
    let quantiles = try Buffer<Double>(uninitialized: X.columns * capacity)
    let ranks = try Buffer<Double>(uninitialized: X.columns * capacity)
    let counts = try Buffer<Int>(repeating: 0, count: X.columns)
    try execution.forEach(X.columns) { column in
      let sorted = try Buffer<Double>(uninitialized: X.rows)
      X.copyColumn(column, rows: 0..<X.rows, into: sorted.base)
      try Sorting.sort(sorted.elements)
      let first = column * capacity
      counts[column] = Self.setQuantiles(
        of: sorted, capacity, values: quantiles.base + first, scores: ranks.base + first)
    }
    starts = try Buffer(repeating: 0, count: X.columns + 1)
    for column in 0..<X.columns { starts[column + 1] = starts[column] + counts[column] }
    values = try Self.packed(quantiles, capacity, starts)
    scores = try Self.packed(ranks, capacity, starts)
    limit = -NormalQuantile.value(0.5 / Double(X.rows))
  }

  /// Writes the quantiles of an ascending column and their scores; returns their number.
  private static func setQuantiles(
    of sorted: Buffer<Double>, _ capacity: Int, values: UnsafeMutablePointer<Double>,
    scores: UnsafeMutablePointer<Double>
  ) -> Int {
    let rows = sorted.count
    var (count, end) = (0, 0)
    func add(at index: Int) {
      let first = sorted.lowerBound(of: sorted[index])
      end = sorted.upperBound(of: sorted[index])
      values[count] = sorted[index]
      scores[count] = NormalQuantile.value(Double(first + end) / Double(2 * rows))
      count += 1
    }
    while end < rows, count < capacity { add(at: end) }
    if end == rows { return count }
    // More distinct values than quantiles.
    (count, end) = (0, 0)
    for step in 0..<capacity {
      let index = step * (rows - 1) / (capacity - 1)
      if index >= end { add(at: index) }
    }
    return count
  }

  /// The used elements of each column, without gaps.
  private static func packed(
    _ padded: Buffer<Double>, _ capacity: Int, _ starts: Buffer<Int>
  ) throws -> Buffer<Double> {
    let packed = try Buffer<Double>(uninitialized: starts[starts.count - 1])
    for column in 0..<starts.count - 1 {
      let count = starts[column + 1] - starts[column]
      (packed.base + starts[column]).update(from: padded.base + column * capacity, count: count)
    }
    return packed
  }
}
