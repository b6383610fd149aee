/// How much a cut lowers the Gini impurity of a node, in a form that compares without divisions.
///
/// Let a node of weight n hold the weight c of class 1, and its left side the weights m and l. The
/// impurity 2 p (1 - p), averaged over both sides, is lower than the node's by
///
///     2 m (n - m) (l / m - (c - l) / (n - m))^2 / n^2  =  2 / n^2  (n l - m c)^2 / (m (n - m)).
///
/// The last fraction ranks the cuts of a node; a / b > c / d is decided as a d > c b. Weights are whole
/// numbers where both classes weigh the same, so n l - m c is exact up to 2^53.
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

  /// Of a cut with `left` on its left side; neither side is empty.
  @inline(__always)
  func rank(left: ClassCounts) -> CutRank {
    let leftAnomalous = Double(left.anomalous) * classRatio
    let left = Double(left.normal) + leftAnomalous
    let difference = total * leftAnomalous - left * anomalous
    return CutRank(numerator: difference * difference, denominator: left * (total - left))
  }
}

/// A fraction; -1, below all others, stands for no cut at all.
struct CutRank: BitwiseCopyable {
  var numerator = -1.0
  var denominator = 1.0

  @inline(__always)
  static func > (first: CutRank, second: CutRank) -> Bool {
    first.numerator * second.denominator > second.numerator * first.denominator
  }
}
