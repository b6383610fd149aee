extension Programs {
  /// The plain mixture: equal parts of six ways to be anomalous that know of no detector.
  ///
  /// A booster calls normal whatever it saw no synthetic rows near to. So the rows stand everywhere
  /// that data could be: among the normal rows (recombination), around them at the distance at
  /// which neighbours stand (noise), beyond them (extrapolation), far off (uniform), and far off in
  /// a few features only (shift).
  package static let mixture = MixtureProgram(
    name: "mixture",
    policy: """
      Nothing is assumed of the detector. Anomalies break the dependence between features, stand \
      off the data by about the distance of neighbours, lie beyond the data, anywhere in their \
      range, or far off in few features. Each kind gets its part, so that no region is left to the \
      booster's guess.
      """,
    explanation: """
      Half of a row's features taken from another row: each value occurs, the combination does \
      not. Noise of one and of two times the distance to the fifth neighbour: just outside where \
      the data are, dense or sparse. Extrapolation away from another row: the tails. Uniform in \
      the widened range: empty space. A few features moved by two standard deviations: local \
      faults.
      """,
    components: plainComponents)

  static let plainComponents = [
    MixtureComponent(Recombine(fraction: 0.5)),
    MixtureComponent(Noise(.neighborDistance, factor: 1)),
    MixtureComponent(Noise(.neighborDistance, factor: 2)),
    MixtureComponent(Extrapolate(awayFrom: .row, factor: .uniform(0.25, 1))),
    MixtureComponent(UniformBox(margin: 0.1)),
    MixtureComponent(Shift(fraction: 0.15, deviations: 2)),
  ]
}
