/// Eq. 7 of the paper, frozen: F = scale(f) + weight * scale~(f~).
///
/// `weight` is the lambda of the published code; 1 gives Eq. 7 itself. F and its terms are clamped
/// to finite numbers: a host's detector may give any finite score, and a file any finite scale.
package struct ScoreFusion: Sendable {
  package let detectorScaler: ScoreScaler
  package let boosterScaler: ScoreScaler
  package let weight: Double

  package init(detectorScaler: ScoreScaler, boosterScaler: ScoreScaler, weight: Double) {
    self.detectorScaler = detectorScaler
    self.boosterScaler = boosterScaler
    self.weight = weight
  }

  package func fuse(_ detectorScore: Double, _ boosterScore: Double) -> Double {
    let first = detectorScaler.scale(detectorScore)
    let second = (weight * boosterScaler.scale(boosterScore)).clampedToFinite
    return (first + second).clampedToFinite
  }
}
