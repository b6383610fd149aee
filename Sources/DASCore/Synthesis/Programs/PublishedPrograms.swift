/// What the programs published with LLM-DAS (arXiv 2510.03904) do, for the `paper` preset.
///
/// They draw seeds with replacement (OCSVM's in turn) from a pool of training rows, in the
/// features' own units, do not snap, and do not look at what they made.
extension Programs {
  /// Far rows move farther out.
  package static let publishedPCA = MixtureProgram(
    name: "published_pca", detector: "pca",
    policy: "Push the rows farthest from the mean along their own direction.",
    explanation: """
      SeedPool: the tenth of the rows farthest from the column means. Each seed moves away from \
      the means by 0.2 to 0.4 of the pool's mean distance.
      """,
    components: [
      MixtureComponent(
        seeds: SeedSelection(.centerDistance, from: 0.9, space: .raw),
        Extrapolate(
          awayFrom: .center, factor: .uniform(0.2, 0.4), unit: .meanDistance, space: .raw))
    ], snapsDiscrete: false)

  /// Halves of two of the most normal rows.
  package static let publishedIForest = MixtureProgram(
    name: "published_iforest", detector: "iforest",
    policy: "Combine features of rows that the forest finds most normal.",
    explanation: """
      SeedPool: the fifth of the rows with the lowest score. A row takes a random half of its \
      features from one member of the pool and the rest from another. Both are drawn with \
      replacement: where they are the same, the row is a copy of a normal one, and these copies \
      set the booster's scale.
      """,
    components: [
      MixtureComponent(
        seeds: SeedSelection(.score, to: 0.2),
        Recombine(fraction: 0.5, pool: .seedsWithReplacement))
    ], snapsDiscrete: false)

  /// Rows at the boundary move a little outward.
  package static let publishedOCSVM = MixtureProgram(
    name: "published_ocsvm", detector: "ocsvm",
    policy: "Push the rows at the boundary a little outward.",
    explanation: """
      SeedPool: rows at or above the 95th percentile of the score. Seeds in turn move away from \
      the means by 0.1 of the mean column standard deviation, times 0.9 to 1.1.
      """,
    components: [
      MixtureComponent(
        seeds: SeedSelection(.score, from: 0.95, draw: .sequential),
        Extrapolate(
          awayFrom: .center, factor: .uniform(0.09, 0.11), unit: .deviation, space: .raw))
    ], snapsDiscrete: false)

  /// The marginals of the most normal rows without their dependence.
  package static let publishedECOD = MixtureProgram(
    name: "published_ecod", detector: "ecod",
    policy: "Draw every feature on its own from rows that the detector finds most normal.",
    explanation: """
      SeedPool: the fifth of the rows with the lowest score. Every feature is drawn on its own \
      from the pool's values of it, plus gaussian noise of 0.01 of the column's standard \
      deviation.
      """,
    components: [
      MixtureComponent(
        seeds: SeedSelection(.score, to: 0.2), Resample(noise: 0.01, pool: .seedsWithReplacement))
    ], snapsDiscrete: false)
}
