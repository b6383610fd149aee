/// How well scores tell two kinds of rows apart.
enum ROC {
  /// The area under the ROC curve: the probability that a score of `high` exceeds one of `low`, ties
  /// counted half (Hanley and McNeil, "The meaning and use of the area under a ROC curve", 1982).
  ///
  /// Scores that are not finite are left out; NaN where nothing is left of one kind.
  /// - Complexity: O(n log n) time, two copies of `low`.
  static func auc(_ low: Buffer<Double>, _ high: Buffer<Double>) throws -> Double {
    let sorted = try Sorting.sortedFinite(low)
    var (wins, count) = (0.0, 0)
    for score in high.elements where score.isFinite {
      let below = Sorting.rank(
        of: score, in: sorted.base, count: sorted.count, includingEqual: false)
      let notAbove = Sorting.rank(
        of: score, in: sorted.base, count: sorted.count, includingEqual: true)
      wins += Double(below + notAbove) / 2
      count += 1
    }
    return wins / (Double(count) * Double(sorted.count))
  }
}
