/// Brings scores of one kind to a common scale, learnt from training scores and frozen.
///
/// Both forms are increasing, also beyond the training range, where they go on linearly: no two
/// different scores are tied by scaling, however far out they are, unless they leave what is finite.
package enum ScoreScaler: Sendable {
  /// (s - min) / span: the min-max of Eq. 7.
  case minMax(min: Double, span: Double)
  /// The fraction of training scores below s, ties at their middle, linear between training scores.
  case rank(sorted: Buffer<Double>)

  package enum Normalization: String, CaseIterable, Sendable {
    case minMax = "minmax"
    case rank
  }

  /// Learns the scale from training scores; those that are not finite are left out.
  ///
  /// Constant scores get the span 1: they scale to 0 and order is kept around them.
  package init(_ normalization: Normalization, fittedTo scores: Buffer<Double>) throws {
    let sorted = try Sorting.sortedFinite(scores)
    guard sorted.count > 0 else {
      self = .minMax(min: 0, span: 1)
      return
    }
    let low = sorted[0]
    let span = sorted[sorted.count - 1] - low
    switch normalization {
    case .rank where span > 0: self = .rank(sorted: sorted)
    default: self = .minMax(min: low, span: span > 0 ? span.clampedToFinite : 1)
    }
  }

  package func scale(_ score: Double) -> Double {
    switch self {
    case .minMax(let min, let span):
      return Self.fraction(score, from: min, span: span).clampedToFinite
    case .rank(let sorted): return Self.rankFraction(of: score, in: sorted).clampedToFinite
    }
  }

  /// (x - low) / span, of halves where a difference would overflow.
  private static func fraction(_ x: Double, from low: Double, span: Double) -> Double {
    let difference = x - low
    return difference.isFinite ? difference / span : (x / 2 - low / 2) / (span / 2)
  }

  private static func rankFraction(of score: Double, in sorted: Buffer<Double>) -> Double {
    let count = sorted.count
    let (low, high) = (sorted[0], sorted[count - 1])
    let span = (high - low).clampedToFinite
    if score < low { return fraction(score, from: low, span: span) }
    if score > high { return 1 + fraction(score, from: high, span: span) }
    let rank = Sorting.rank(of: score, in: sorted.base, count: count, includingEqual: false)
    if sorted[rank] == score { return middle(of: score, in: sorted) }
    let (below, above) = (sorted[rank - 1], sorted[rank])
    let start = middle(of: below, in: sorted)
    let step = middle(of: above, in: sorted) - start
    let width = above - below
    return start
      + (width.isFinite
        ? step * (score - below) / width
        : step * ((score / 2 - below / 2) / (above / 2 - below / 2)))
  }

  /// The mid-rank of a value that occurs, as a fraction: 0 for the least value, 1 for the most.
  private static func middle(of value: Double, in sorted: Buffer<Double>) -> Double {
    let first = Sorting.rank(of: value, in: sorted.base, count: sorted.count, includingEqual: false)
    let end = Sorting.rank(of: value, in: sorted.base, count: sorted.count, includingEqual: true)
    if first == 0 { return 0 }
    if end == sorted.count { return 1 }
    return Double(first + end - 1) / 2 / Double(sorted.count - 1)
  }
}
