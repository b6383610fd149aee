/// The scores of normal rows, sorted, that p-values and thresholds are computed from.
///
/// Held-out rows give conformal p-values (Vovk, Gammerman and Shafer 2005; Bates et al. 2023): for
/// a fresh normal row P(p <= level) <= level, whatever the detector. Training rows give PyOD's
/// convention, which guarantees no level: detectors score fresh rows higher than training rows, and
/// out-of-bag votes are higher on rows that hard anomalies were made from than on fresh rows. Which
/// effect is larger depends on the data (docs/design/decisions has numbers).
package struct Calibration: Sendable {
  package enum Source: String, Sendable {
    case training
    /// Fresh rows.
    case heldOut = "held_out"
    /// The training rows, each scored by a model that did not see it (`ScoreAlignment`).
    case crossFitted = "cross_fitted"

    package var isHeldOut: Bool { self != .training }
  }

  package let source: Source
  package let sorted: Buffer<Double>

  package init(_ source: Source, scores: Buffer<Double>) throws {
    self.source = source
    self.sorted = try Sorting.sortedFinite(scores)
    guard sorted.count > 0 else {
      throw DASError(.invalidData, "calibration needs at least 1 finite score, got none")
    }
  }

  /// (1 + number of calibration scores at or above `score`) / (n + 1), in (0, 1].
  package func pValue(of score: Double) -> Double {
    Double(1 + sorted.count - sorted.lowerBound(of: score)) / Double(sorted.count + 1)
  }

  /// The greatest p-value that the rule of Benjamini and Hochberg ("Controlling the false discovery
  /// rate", 1995) selects among those of `scores`: the largest p with p <= level * i / m, where i
  /// of the m p-values are at most p. 0 where there is none.
  ///
  /// Conformal p-values of one calibration set depend on each other positively (PRDS), which the
  /// rule allows (Bates, Candès, Lei, Romano and Sesia, "Testing for outliers with conformal
  /// p-values", 2023, theorem 2).
  package func selection(
    of scores: Buffer<Double>, level: Double, on execution: Execution
  ) throws -> Double {
    if !source.isHeldOut {
      execution.log(
        .warning,
        "the model is not calibrated: its p-values rest on training scores, and the share of false "
          + "selections is not bounded")
    }
    let p = try Buffer<Double>(uninitialized: scores.count)
    for row in 0..<scores.count { p[row] = pValue(of: scores[row]) }
    try Sorting.sort(p.elements)
    // The factor absorbs rounding, as in `threshold`.
    let step = level / Double(p.count) * (1 + 1e-12)
    for row in (0..<p.count).reversed() where p[row] <= step * Double(row + 1) { return p[row] }
    return 0
  }

  /// The score above which a row is flagged, so that a fraction `level` of normal rows is.
  ///
  /// Held out: a score exceeds it exactly where its p-value is at most `level`; +infinity where n
  /// is too small for any p-value to be. Training: the 1 - level quantile, as PyOD's `threshold_`.
  package func threshold(level: Double) -> Double {
    let count = sorted.count
    switch source {
    case .training: return Sorting.quantile(1 - level, of: sorted.base, count: count)
    case .heldOut, .crossFitted:
      // p <= level where at most `allowed` calibration scores are at or above the score. The factor
      // absorbs the rounding of level * (n + 1), so that .1 of 9 + 1 rows allows one.
      let allowed = Int((level * Double(count + 1) * (1 + 1e-12)).rounded(.down)) - 1
      if allowed < 0 { return .infinity }
      return allowed >= count ? -.infinity : sorted[count - 1 - allowed]
    }
  }
}

// MARK: - Warnings

extension Calibration {
  /// The threshold at `level`, with a warning where it is infinite, or no training score exceeds
  /// it.
  package func checkedThreshold(level: Double, on execution: Execution) -> Double {
    let threshold = threshold(level: level)
    let greatest = sorted[sorted.count - 1]
    if threshold == .infinity {
      execution.log(
        .warning,
        "\(sorted.count) rows are too few to flag anything at a level of \(level): "
          + "the threshold is infinite")
    } else if source == .training, threshold >= greatest, sorted.count > 1 {
      let ties = sorted.elements.count { $0 == greatest }
      execution.log(
        .warning,
        "\(ties) of \(sorted.count) training scores are the greatest, \(greatest), which is the "
          + "threshold at a level of \(level): no training row is flagged")
    }
    return threshold
  }
}
