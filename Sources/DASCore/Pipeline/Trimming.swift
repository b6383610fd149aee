/// Training rows that may contain anomalies, without those that rank as the most anomalous
/// (trimming, as in least trimmed squares: Rousseeuw 1984).
///
/// The rank is the mean of those by four scores that err differently: the detector's own, those of
/// an isolation forest and of ECOD, and the distance to the 20th nearest row, which groups of up to
/// 20 similar anomalies cannot lower.
///
/// - Complexity: at most `maxRows` rows are ranked and kept, a random sample of a larger table.
struct Trimming {
  private let X: MatrixView
  /// Indices of rows, from the most normal one on.
  private let order: Buffer<Int32>
  /// The sums of their ranks, in the same order.
  private let sums: Buffer<Double>

  static let maxRows = 1 << 16
  /// Fewer rows are not trimmed: a tenth of them would be one row.
  static let minRows = 20
  /// The k of the distance to the k-th nearest row.
  static let neighbors = 20

  /// - Parameter scores: f of the rows.
  init(
    of X: MatrixView, detectorScores scores: Buffer<Double>, seed: UInt64, on execution: Execution
  ) throws {
    let sample = try RowSample(of: X.rows, atMost: Self.maxRows, seed: seed)
    let rows =
      sample.count == X.rows ? RowSubset(all: X) : try RowSubset(sample.rows, of: X)
    self.X = X
    let ranks = try Self.ranks(
      rows.table, rows.values(of: scores), seed: seed, on: execution)
    order = try Sorting.order(of: ranks)
    sums = try Buffer(uninitialized: ranks.count)
    for position in 0..<order.count {
      sums[position] = ranks[Int(order[position])]
      order[position] = Int32(rows.row(Int(order[position])))
    }
  }

  /// The rows without a fraction of them; all rows, without a copy, for a fraction of 0.
  func rows(without fraction: Double) throws -> RowSubset {
    guard fraction > 0 else { return RowSubset(all: X) }
    return try RowSubset(ascending(0..<kept(without: fraction)), of: X)
  }

  /// The indices of the rows that go with a fraction, ascending.
  func leftOut(by fraction: Double) throws -> Buffer<Int32> {
    try ascending(kept(without: fraction)..<order.count)
  }

  /// Rows of equal rank, such as repeats of a row, are kept together.
  private func kept(without fraction: Double) -> Int {
    var kept = max(2, order.count - Int((fraction * Double(order.count)).rounded()))
    while kept < order.count, sums[kept] == sums[kept - 1] { kept += 1 }
    return kept
  }

  private func ascending(_ positions: Range<Int>) throws -> Buffer<Int32> {
    let indices = try Buffer(order.base + positions.lowerBound, count: positions.count)
    var elements = indices.elements
    elements.sort()
    return indices
  }

  // MARK: - Ranks

  /// The sum of the rows' ranks by four scores.
  private static func ranks(
    _ X: MatrixView, _ detectorScores: Buffer<Double>, seed: UInt64, on execution: Execution
  ) throws -> Buffer<Double> {
    let sums = try Buffer<Double>(repeating: 0, count: X.rows)
    try addRanks(of: detectorScores, to: sums)
    for (index, detector) in try detectors.enumerated() {
      let part = Double(index) / 2
      try execution.run("program", spanning: part...part + 0.5) {
        let fitted = try execution.quietly { try detector.fit(any: X, seed: seed, on: execution) }
        try addRanks(of: fitted.trainingScores(X, on: execution), to: sums)
      }
    }
    try addRanks(of: distances(X, seed: seed, on: execution), to: sums)
    return sums
  }

  private static var detectors: [any Detector] {
    get throws {
      [
        try IsolationForest(Settings(for: IsolationForest.self)),
        try ECOD(Settings(for: ECOD.self)),
      ]
    }
  }

  private static func distances(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Buffer<Double> {
    let X = try X.schema.map { try Encoding(X, $0, on: execution).encode(X, on: execution) } ?? X
    return try NeighborDistances.fit(
      X, ColumnStatistics(X, on: execution), spaces: [.standardized], neighbors: neighbors,
      seed: seed, on: execution
    ).distances[0]
  }

  /// Adds each row's mid-rank, so that ties are equal.
  private static func addRanks(of scores: Buffer<Double>, to sums: Buffer<Double>) throws {
    let order = try Sorting.order(of: scores)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, scores[Int(order[end])] == scores[Int(order[first])] { end += 1 }
      for position in first..<end { sums[Int(order[position])] += Double(first + end - 1) / 2 }
      first = end
    }
  }
}
