/// The statistics of training rows that a network's score is relative to: means of at least
/// `minMean`, and the Mahalanobis model.
struct ScoreNormalization: Sendable {
  /// Keeps quotients by a mean finite.
  static let minMean = 1e-30

  /// The mean of |h - w beta|^2.
  let distance: Double
  /// The mean of 1 - cos(h D, x).
  let deviation: Double
  let mahalanobis: MahalanobisModel
}
