extension Programs {
  /// Decomposed representation learning takes for normal what a few basis vectors make up.
  package static let drl = MixtureProgram(
    name: "drl", detector: "drl",
    policy: """
      DRL maps a row to a latent vector and scores what a few fixed basis vectors do not make up \
      of it. Its layers are nearly linear, so whatever keeps to the directions in which the data \
      vary most keeps to those vectors: also beyond the range of the data, and in the holes \
      between clusters. Rows are moved along these directions, with the plain mixture around them.
      """,
    explanation: """
      Noise along the directions of the first half of the variance leaves the data's range or \
      falls into its holes, but hardly leaves the span that DRL has learnt to compose. The rest is \
      the plain mixture.
      """,
    components: plainComponents + [
      MixtureComponent(weight: 0.5, PrincipalNoise(.high, variance: 0.5, factor: .uniform(0.5, 2)))
    ])
}
