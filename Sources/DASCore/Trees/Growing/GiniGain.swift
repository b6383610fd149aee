/// The decrease of Gini impurity by a split of a node, as a fraction that is compared without
/// divisions.
///
/// Let the node have weight n, with c of it in class 1, and its left side m and l. The impurity
/// 2 p (1 - p), averaged over both sides, is lower than the node's by
///
///     2 m (n - m) (l / m - (c - l) / (n - m))^2 / n^2  =  2 / n^2  (n l - m c)^2 / (m (n - m)).
///
/// The last fraction ranks the splits of a node; a / b > c / d is decided as a d > c b. Where both
/// classes weigh the same, weights are integers and n l - m c is exact up to 2^53.
struct GiniGain: BitwiseCopyable {
  private let total: Double
  private let anomalous: Double
  private let classRatio: Double

  /// - Parameter classRatio: the weight of a class-1 row, where a class-0 row weighs 1.
  @inline(__always)
  init(_ counts: ClassCounts, classRatio: Double) {
    self.classRatio = classRatio
    self.anomalous = Double(counts.anomalous) * classRatio
    self.total = Double(counts.normal) + anomalous
  }

  /// The score of the split with `left` on its left side. Neither side is empty.
  @inline(__always)
  func score(left: ClassCounts) -> SplitScore {
    let leftAnomalous = Double(left.anomalous) * classRatio
    let left = Double(left.normal) + leftAnomalous
    let difference = total * leftAnomalous - left * anomalous
    return SplitScore(numerator: difference * difference, denominator: left * (total - left))
  }
}

/// A fraction that ranks splits; -1, below all others, is the score of no split.
struct SplitScore: BitwiseCopyable {
  var numerator = -1.0
  var denominator = 1.0

  @inline(__always)
  static func > (first: SplitScore, second: SplitScore) -> Bool {
    first.numerator * second.denominator > second.numerator * first.denominator
  }
}
