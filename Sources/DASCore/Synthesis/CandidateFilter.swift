/// A keep filter, ready to apply: it gives each candidate an excess, 0 for those that qualify.
struct CandidateFilter: Sendable {
  private let filter: KeepFilter
  private let scoreScale: ECDF?
  private let distanceScale: ECDF?
  private let copies: RowSet?
  private let neighborStatistics: NeighborStatistics?

  /// The excess of an exact copy of a training row, which is the last to be kept.
  private static let copyExcess = 1e100

  /// - Parameter known: the training rows.
  init(_ filter: KeepFilter, _ training: TrainingStatistics, known: RowSet) throws {
    self.filter = filter
    self.scoreScale =
      filter.scoreBelow == nil ? nil : try training.scores.map { try ECDF($0) }
    self.distanceScale =
      filter.distanceAbove == nil
      ? nil : try training.neighborStatistics?.nearestDistances.map { try ECDF($0) }
    self.copies = filter.rejectsCopies ? known : nil
    self.neighborStatistics = training.neighborStatistics
  }

  var asksDetector: Bool { scoreScale != nil }

  /// The excess of each row by its distance, and by being a copy.
  func excess(of rows: Matrix) throws -> Buffer<Double> {
    let excess = try Buffer<Double>(repeating: 0, count: rows.rows)
    if let distanceScale, let minimum = filter.distanceAbove,
      let distances = try neighborStatistics?.distances(toNearest: rows)
    {
      for row in 0..<rows.rows {
        let position = distanceScale.fraction(atMost: distances[row])
        // A row at exactly the quantile fails by the smallest amount.
        if position <= minimum { excess[row] += minimum - position + .leastNormalMagnitude }
      }
    }
    if let copies {
      for row in 0..<rows.rows where copies.contains(rows, row) { excess[row] += Self.copyExcess }
    }
    return excess
  }

  /// The excess that a score adds.
  func excess(score: Double) -> Double {
    guard let scoreScale, let maximum = filter.scoreBelow else { return 0 }
    return min(max(scoreScale.fraction(atMost: score) - maximum, 0), Self.copyExcess / 2)
  }

  /// The `count` candidates to keep: those that qualify in the order they were made, then the
  /// others by rising excess.
  func choose(_ count: Int, of excess: Buffer<Double>) throws -> Buffer<Int32> {
    let order = try Sorting.order(of: excess)
    let chosen = try Buffer<Int32>(order.base, count: count)
    return withExtendedLifetime(order) { chosen }
  }
}
