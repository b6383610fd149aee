/// What turns scores into p-values and decisions: scores of normal rows, ascending.
///
/// Held-out rows give conformal p-values (Vovk, Gammerman and Shafer 2005; Bates et al. 2023): for a
/// fresh normal row P(p <= level) <= level, whatever the detector. Training rows give PyOD's
/// convention, which is optimistic: a model knows its own rows, so fresh rows score higher and more
/// of them are flagged than the level says (up to .4 at a nominal .1 on small sets).
public struct Calibration: Sendable {
  public enum Source: String, Sendable {
    case training
    case heldOut = "held_out"
  }

  public let source: Source
  public let sorted: Buffer<Double>

  public init(_ source: Source, scores: Buffer<Double>) throws {
    self.source = source
    self.sorted = try ScoreScaler.sortedFinite(scores)
    guard sorted.count > 0 else {
      throw DASError(.invalidData, "calibration needs at least 1 finite score, got none")
    }
  }

  /// (1 + number of calibration scores at or above `score`) / (n + 1), in (0, 1].
  public func pValue(of score: Double) -> Double {
    let below = Sorting.rank(
      of: score, in: sorted.base, count: sorted.count, includingEqual: false)
    return Double(1 + sorted.count - below) / Double(sorted.count + 1)
  }

  /// The score above which a row is flagged at `level`, the share of normal rows to be flagged.
  ///
  /// Held out: a score exceeds it exactly where its p-value is at most `level`; +infinity where n is
  /// too small for any p-value to be. Training: the 1 - level quantile, as PyOD's `threshold_`.
  public func threshold(level: Double) -> Double {
    let count = sorted.count
    switch source {
    case .training: return Sorting.quantile(1 - level, of: sorted.base, count: count)
    case .heldOut:
      // p <= level where at most `allowed` calibration scores are at or above the score. The factor
      // absorbs the rounding of level * (n + 1), so that .1 of 9 + 1 rows allows one.
      let allowed = Int((level * Double(count + 1) * (1 + 1e-12)).rounded(.down)) - 1
      if allowed < 0 { return .infinity }
      return allowed >= count ? -.infinity : sorted[count - 1 - allowed]
    }
  }
}
