extension Programs {
  /// A one-class SVM draws one smooth boundary around the data.
  package static let ocsvm = MixtureProgram(
    name: "ocsvm", detector: "ocsvm",
    policy: """
      A one-class SVM draws one smooth boundary. With kernels as wide as its default the boundary \
      lies off the data by several times the distance of neighbours, bridges the gaps between \
      clusters and bulges over concave sides. Rows in that margin are normal to it. So rows are \
      made there, at several distances from the data, with the plain mixture around them.
      """,
    explanation: """
      Noise of four times the distance to the fifth neighbour leaves the data, whose density the \
      kernel smooths away, but hardly the boundary. The rest is the plain mixture.
      """,
    components: plainComponents + [MixtureComponent(Noise(.neighborDistance, factor: 4))])
}
