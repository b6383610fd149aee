extension Programs {
  /// PCA scores distances along principal directions, and knows only one ellipsoid.
  package static let pca = MixtureProgram(
    name: "pca", detector: "pca",
    policy: """
      PCA holds the data to be one ellipsoid. It scores how far out a row is along each direction, \
      the more the less variance that direction has. So it cannot see empty space inside the \
      ellipsoid, between clusters or beside a curved cloud, and it forgives rows that stay in the \
      directions of high variance, also beyond the range of the data. Both are filled, and the \
      directions of low variance and the tails are covered as well.
      """,
    explanation: """
      Rows between distant rows fall into the holes of the ellipsoid. Noise along the directions \
      of high variance keeps to the retained subspace and leaves its range; noise along those of \
      low variance leaves the subspace by little. The rest is the plain mixture.
      """,
    components: plainComponents + [
      MixtureComponent(weight: 0.5, PrincipalNoise(.high, variance: 0.5, factor: .uniform(0.5, 2))),
      MixtureComponent(weight: 0.5, PrincipalNoise(.low, variance: 0.2, factor: .uniform(1, 3))),
    ])
}
