import Glibc

/// A detector of a consensus, the scale of its scores, and its fraction of the weight.
struct ConsensusMember: Sendable {
  let detector: any FittedDetector
  let scaler: ScoreScaler
  let weight: Double

  /// Adds the scaled and weighted scores to `sums`.
  func add(_ scores: UnsafePointer<Double>, count: Int, to sums: UnsafeMutablePointer<Double>) {
    for row in 0..<count {
      let scaled = Self.damped(scaler.scale(scores[row]))
      sums[row] = (sums[row] + weight * scaled).clampedToFinite
    }
  }

  /// s up to 1, the maximum of the training scores, and 1 + .1 ln s above: still increasing, but no
  /// single member, nor all of them, can drown what they are added to.
  private static func damped(_ scaled: Double) -> Double {
    scaled <= 1 ? scaled : 1 + 0.1 * log(scaled)
  }
}
