import Testing

@testable import DASCore

@Suite struct ScoreScalerTests {
  private func scaler(
    _ normalization: ScoreScaler.Normalization, _ scores: [Double]
  ) throws -> ScoreScaler {
    try ScoreScaler(normalization, fittedTo: Buffer(scores))
  }

  @Test func minMaxMapsTheTrainingRangeToZeroAndOne() throws {
    let scaler = try scaler(.minMax, [3, 1, 5])
    #expect(scaler.scale(1) == 0)
    #expect(scaler.scale(3) == 0.5)
    #expect(scaler.scale(5) == 1)
  }

  @Test func rankIsTheFractionOfScoresBelow() throws {
    let scaler = try scaler(.rank, [10, 20, 20, 40, 80])
    #expect(scaler.scale(10) == 0)
    #expect(scaler.scale(20) == 1.5 / 4)
    #expect(scaler.scale(40) == 3.0 / 4)
    #expect(scaler.scale(60) == 3.5 / 4)
    #expect(scaler.scale(80) == 1)
  }

  @Test(arguments: ScoreScaler.Normalization.allCases)
  func orderIsKeptInsideAndOutsideTheTrainingRange(
    _ normalization: ScoreScaler.Normalization
  ) throws {
    var random = RandomStream(seed: 1, purpose: .test)
    let scaler = try scaler(normalization, (0..<50).map { _ in (random.normal() * 4).rounded() })
    let probes = (0..<500).map { _ in random.uniform(-40, 40) }.sorted()
    for (low, high) in zip(probes, probes.dropFirst()) where low < high {
      #expect(scaler.scale(low) < scaler.scale(high))
    }
  }

  @Test(arguments: ScoreScaler.Normalization.allCases)
  func constantAndMissingScoresGiveFiniteScales(
    _ normalization: ScoreScaler.Normalization
  ) throws {
    for scores in [[2.0, 2, 2], [2.0], [.nan, 2, .infinity], [.nan], []] {
      let scaler = try scaler(normalization, scores)
      #expect(scaler.scale(2).isFinite)
      #expect(scaler.scale(1) < scaler.scale(2))
    }
  }

  /// Also where the range of training scores is more than a double holds.
  @Test(arguments: ScoreScaler.Normalization.allCases)
  func anyFiniteScoreScalesToAFiniteOne(_ normalization: ScoreScaler.Normalization) throws {
    let (max, tiny) = (Double.greatestFiniteMagnitude, Double.leastNonzeroMagnitude)
    let extremes = [-max, -1e308, -1e150, -1, -tiny, 0, tiny, 1, 1e150, 1e308, max]
    for training in [[-max, max], [-1e308, 0, 1e308], [0, tiny], [1e308, 1e308], [1, 2]] {
      let scaler = try scaler(normalization, training)
      let scaled = extremes.map(scaler.scale)
      for score in scaled { #expect(score.isFinite) }
      #expect(scaled == scaled.sorted())
      let fusion = ScoreFusion(detectorScaler: scaler, boosterScaler: scaler, weight: 1e308)
      for score in extremes { #expect(fusion.fuse(score, 1).isFinite) }
    }
  }
}
