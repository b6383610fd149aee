extension Programs {
  /// ECOD adds up tail probabilities of single features.
  package static let ecod = MixtureProgram(
    name: "ecod", detector: "ecod",
    policy: """
      ECOD adds up, feature by feature, how far in a tail each value is. Dependence between \
      features does not exist for it, nor do gaps in the middle of a feature: every row of central \
      values is normal, whatever the combination. So features are drawn apart from each other \
      among its most normal rows; the tails, which it sees well, are covered to keep the booster \
      honest.
      """,
    explanation: """
      Rows resampled feature by feature, or recombined of two rows, have exactly the marginals \
      that ECOD knows, so it must call them normal. The rest is the plain mixture.
      """,
    components: plainComponents + [
      MixtureComponent(
        weight: 1, seeds: SeedSelection(.score, to: 0.8), Resample(fraction: 0.5, pool: .seeds))
    ])
}
