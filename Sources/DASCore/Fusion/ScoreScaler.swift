/// Brings scores of one kind to a common scale, learnt from training scores and frozen.
///
/// Both forms are increasing, also beyond the training range, where they go on linearly: no two
/// different scores are tied by scaling, however far out they are, unless they leave what is finite.
package enum ScoreScaler: Sendable {
  /// (s - min) / span: the min-max of Eq. 7.
  case minMax(min: Double, span: Double)
  /// The fraction of training scores below s, ties at their middle, linear between training scores.
  case rank(ECDF)

  package enum Normalization: String, CaseIterable, Sendable {
    case minMax = "minmax"
    case rank
  }

  /// Learns the scale from training scores; those that are not finite are left out.
  ///
  /// Constant scores get the span 1: they scale to 0 and order is kept around them.
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
