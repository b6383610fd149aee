extension Programs {
  /// A local outlier factor compares densities, and has no scale of its own.
  package static let lof = MixtureProgram(
    name: "lof", detector: "lof",
    policy: """
      A local outlier factor asks whether a row stands sparser than its neighbours do. It forgives \
      any distance where the neighbours themselves stand wide apart: at the rim of the data, \
      between clusters and around lone rows. Its distances have one unit for all features, so that \
      directions of small variance hardly count. Rows are made at several times the distance of \
      neighbours, which is far wherever the seed stands, and along the directions in which the \
      data hardly vary.
      """,
    explanation: """
      Noise of four times the distance to the fifth neighbour grows where the data thin out, as \
      the detector's own measure does. Noise along the directions of the least fifth of the \
      variance breaks what the features have in common, within a distance that the factor takes \
      for local. The rest is the plain mixture.
      """,
    components: plainComponents + offTheData)
}
