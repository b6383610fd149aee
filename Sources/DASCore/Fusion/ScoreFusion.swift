/// Eq. 7 of the paper, frozen: F = scale(f) + weight * scale~(f~).
///
/// `weight` is the lambda of the published code; 1 gives Eq. 7 itself.
public struct ScoreFusion: Sendable {
  public let detectorScaler: ScoreScaler
  public let boosterScaler: ScoreScaler
  public let weight: Double

  public init(detectorScaler: ScoreScaler, boosterScaler: ScoreScaler, weight: Double) {
    self.detectorScaler = detectorScaler
    self.boosterScaler = boosterScaler
    self.weight = weight
  }

  public func fuse(_ detectorScore: Double, _ boosterScore: Double) -> Double {
    detectorScaler.scale(detectorScore) + weight * boosterScaler.scale(boosterScore)
  }
}
