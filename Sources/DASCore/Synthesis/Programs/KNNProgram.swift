extension Programs {
  /// A nearest-neighbour distance has one scale for all places and all features.
  package static let knn = MixtureProgram(
    name: "knn", detector: "knn",
    policy: """
      The distance to the nearest rows has one threshold for all places and one unit for all \
      features. Where rows stand dense, a row that is far off by their measure is still near by \
      that of the sparse places; and a feature, or a direction, of small variance hardly adds to a \
      distance, however wrong its value is. So rows are moved off the data by several times the \
      distance at which neighbours stand around them, and along the directions in which the data \
      hardly vary.
      """,
    explanation: """
      Noise of four times the distance to the fifth neighbour is far where the seed stands and \
      near elsewhere. Noise along the directions of the least fifth of the variance breaks what \
      the features have in common, at a distance that those of high variance outweigh. The rest is \
      the plain mixture.
      """,
    components: plainComponents + offTheData)

  /// What distances miss: local scales, and directions of low variance.
  static let offTheData = [
    MixtureComponent(Noise(.neighborDistance, factor: 4)),
    MixtureComponent(weight: 0.5, PrincipalNoise(.low, variance: 0.2, factor: .uniform(1, 3))),
  ]
}
