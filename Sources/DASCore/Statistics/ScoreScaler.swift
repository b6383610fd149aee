/// A map of scores to a common scale, fitted to training scores and then fixed.
///
/// Both forms are strictly increasing, and linear beyond the training range: scaling ties no two
/// different scores unless they overflow.
package enum ScoreScaler: Sendable {
  /// (s - min) / span: the min-max of Eq. 7.
  case minMax(min: Double, span: Double)
  /// The fraction of training scores below s: mid-ranks for ties, linear between training scores.
  case rank(ECDF)

  package enum Normalization: String, CaseIterable, Sendable {
    case minMax = "minmax"
    case rank
  }

  /// Fits the scale to the finite ones among training scores.
  ///
  /// Constant scores get the span 1: they scale to 0, and other scores keep their order.
  package init(_ normalization: Normalization, fittedTo scores: Buffer<Double>) throws {
    let ecdf = try ECDF(scores)
    guard ecdf.count > 0 else {
      self = .minMax(min: 0, span: 1)
      return
    }
    let span = ecdf.range
    switch normalization {
    case .rank where span > 0: self = .rank(ecdf)
    default: self = .minMax(min: ecdf.minimum, span: span > 0 ? span : 1)
    }
  }

  package func scale(_ score: Double) -> Double {
    switch self {
    case .minMax(let min, let span): score.offset(from: min, in: span).clampedToFinite
    case .rank(let ecdf): ecdf.midrank(score).clampedToFinite
    }
  }
}
