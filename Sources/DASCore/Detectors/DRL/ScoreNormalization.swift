/// What training rows say about a network's score: means that it is relative to, all at least `leastMean`.
struct ScoreNormalization: Sendable {
  /// So that what is divided by a mean stays finite.
  static let leastMean = 1e-30

  /// The mean of |h - w beta|^2.
  let distance: Double
  /// The mean of 1 - cos(h D, x).
  let deviation: Double
  let mahalanobis: MahalanobisModel
}
