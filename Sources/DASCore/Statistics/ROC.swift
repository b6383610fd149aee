/// The receiver operating characteristic of scores.
enum ROC {
  /// The area under the curve: the probability that a score of `high` exceeds one of `low`, with
  /// ties counted half (Hanley and McNeil, "The meaning and use of the area under a ROC curve",
  /// 1982).
  ///
  /// Scores that are not finite are left out; NaN if no score of a class is left.
  ///
  /// - Complexity: O(n log n) time, two copies of `low`.
  static func auc(_ low: Buffer<Double>, _ high: Buffer<Double>) throws -> Double {
    let sorted = try Sorting.sortedFinite(low)
    var (wins, count) = (0.0, 0)
    for score in high.elements where score.isFinite {
      wins += Double(sorted.lowerBound(of: score) + sorted.upperBound(of: score)) / 2
      count += 1
    }
    return wins / (Double(count) * Double(sorted.count))
  }
}
