/// A detector of a consensus, the scale of its scores, and its fraction of the weight.
struct ConsensusMember: Sendable {
  let detector: any FittedDetector
  let scaler: ScoreScaler
  let weight: Double

  /// Adds the scaled and weighted scores to `sums`.
  func add(_ scores: UnsafePointer<Double>, count: Int, to sums: UnsafeMutablePointer<Double>) {
    for row in 0..<count {
      sums[row] = (sums[row] + weight * scaler.scale(scores[row])).clampedToFinite
    }
  }
}
