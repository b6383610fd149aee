/// Training rows that may contain anomalies, without those that rank as the most anomalous
/// (trimming, as in least trimmed squares: Rousseeuw 1984).
///
/// The rank is the mean of those by four scores that err differently: the detector's own, those of
/// an isolation forest and of ECOD, and the distance to the 20th nearest row, which groups of up to
/// 20 similar anomalies cannot lower.
///
/// - Complexity: at most `maxRows` rows are ranked and kept, a random sample of a larger table.
struct Trimming {
  /// The rows that are kept.
  let kept: RowSubset
  /// The indices of the rows that are left out, ascending.
  let leftOut: Buffer<Int32>

  static let maxRows = 1 << 16
  /// Fewer rows are not trimmed: a tenth of them would be one row.
  static let minRows = 20
  /// The fraction that is left out where nothing is known of the rows.
  static let usual = 0.1
  /// The k of the distance to the k-th nearest row.
  static let neighbors = 20

  /// Leaves out a fraction of the rows.
  ///
  /// - Parameter scores: f of the rows.
  init(
    of X: MatrixView, fraction: Double, detectorScores scores: Buffer<Double>, seed: UInt64,
    on execution: Execution
  ) throws {
    let sample = try RowSample(of: X.rows, atMost: Self.maxRows, seed: seed)
    let rows =
      sample.count == X.rows ? RowSubset(all: X) : try RowSubset(sample.rows, of: X)
    let order = try Sorting.order(
      of: Self.ranks(rows.table, rows.values(of: scores), seed: seed, on: execution))
    let kept = max(2, rows.count - Int((fraction * Double(rows.count)).rounded()))
    self.kept = try RowSubset(Self.ascending(order, 0..<kept, in: rows), of: X)
    leftOut = try Self.ascending(order, kept..<rows.count, in: rows)
  }

  /// The indices in the table of a range of the order, ascending.
  private static func ascending(
    _ order: Buffer<Int32>, _ range: Range<Int>, in rows: RowSubset
  ) throws -> Buffer<Int32> {
    let indices = try Buffer<Int32>(uninitialized: range.count)
    for (index, position) in range.enumerated() {
      indices[index] = Int32(rows.row(Int(order[position])))
    }
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
