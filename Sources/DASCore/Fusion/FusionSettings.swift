/// Settings of Eq. 7: the weight, the scales, and which scores set the booster's.
package struct FusionSettings: Stage {
  /// Which scores of the training rows set the booster's scale.
  package enum BoosterScores: String, CaseIterable, Sendable {
    /// In sample where the booster's in-sample scores are informative; otherwise held out.
    case automatic = "auto"
    /// Scores by trees, or folds, that did not see the row. One normal row amid hard
    /// anomalies is voted up to 1, whatever the others are, so this scale is nearly that of the
    /// votes themselves.
    case outOfBag = "out_of_bag"
    /// The published form. Leaves of several rows keep the votes of training rows off 0, the less
    /// so the better the classes part: a booster that tells them apart weighs more. Trees grown to
    /// purity vote near 0 for every row that they saw, and the scale is noise.
    case inSample = "in_sample"
  }

  package static let name = "fusion"

  package static let settings = [
    Setting(
      "weight", reals: 0...1e6, default: .real(2),
      help: "Weight lambda of the booster's scaled score; 1 gives Eq. 7."),
    Setting(
      "normalization", texts: ScoreScaler.Normalization.allCases.map(\.rawValue),
      default: .text("minmax"),
      help: "Scale of both scores: min-max of training scores, or their rank."),
    Setting(
      "booster_scores", texts: BoosterScores.allCases.map(\.rawValue),
      default: .text("auto"),
      help:
        "Training scores that set the booster's scale; auto: in sample where leaves hold several "
        + "rows."
    ),
  ]

  package let weight: Double
  package let normalization: ScoreScaler.Normalization
  package let boosterScores: BoosterScores

  package init(_ settings: Settings) throws {
    weight = settings.real("weight")
    normalization = .init(rawValue: settings.text("normalization")) ?? .minMax
    boosterScores = .init(rawValue: settings.text("booster_scores")) ?? .automatic
  }

  /// Learns both scales from the training rows' scores.
  package func fit(
    detectorScores: Buffer<Double>, boosterScores: Buffer<Double>
  ) throws -> ScoreFusion {
    ScoreFusion(
      detectorScaler: try ScoreScaler(normalization, fittedTo: detectorScores),
      boosterScaler: try ScoreScaler(normalization, fittedTo: boosterScores), weight: weight)
  }
}
