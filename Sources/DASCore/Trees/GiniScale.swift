/// The Gini impurity of a cut, in the form that compares without divisions.
///
/// With class weights l0, l1 left and r0, r1 right, the impurity after the cut is
/// 2 (l0 l1 / (l0 + l1) + r0 r1 / (r0 + r1)) / total; the best cut has the least. It is kept as
/// a fraction a / b, and a / b < c / d is decided as a d < c b. Counts are whole numbers, so for classes
/// of equal weight numerator and denominator are exact up to 2^53.
struct GiniScale: BitwiseCopyable {
  private let normal: Double
  private let anomalous: Double
  private let total: Double
  private let classRatio: Double

  /// - Parameter classRatio: the weight of a class-1 row, where a class-0 row weighs 1.
  @inline(__always)
  init(_ counts: ClassCounts, classRatio: Double) {
    self.classRatio = classRatio
    self.normal = Double(counts.normal)
    self.anomalous = Double(counts.anomalous) * classRatio
    self.total = normal + anomalous
  }

  /// Of a cut with `left` on its left side.
  @inline(__always)
  func impurity(left: ClassCounts) -> Impurity {
    let left0 = Double(left.normal)
    let left1 = Double(left.anomalous) * classRatio
    let left = left0 + left1
    let right = total - left
    return Impurity(
      numerator: left0 * left1 * right + (normal - left0) * (anomalous - left1) * left,
      denominator: left * right)
  }
}

/// A fraction; 1 / 0, above all others, stands for no cut at all.
struct Impurity: BitwiseCopyable {
  var numerator = 1.0
  var denominator = 0.0

  @inline(__always)
  static func < (first: Impurity, second: Impurity) -> Bool {
    first.numerator * second.denominator < second.numerator * first.denominator
  }
}
