extension Programs {
  /// A one-class SVM draws one smooth boundary around the data.
  public static let ocsvm = Program(
    name: "ocsvm", detector: "ocsvm",
    policy: """
      A one-class SVM draws one smooth boundary. With kernels as wide as its default it bridges the \
      gaps between clusters, fills holes and concave sides, and lets half of the training rows lie on the \
      wrong side. Rows inside the boundary but between the data are normal to it, and it weighs all \
      features alike, so a fault in few of many features moves its score little. Both are made, with the \
      plain mixture around them.
      """,
    explanation: """
      Points on the way from one row to a distant one lie in holes and concavities, inside the \
      boundary. Large shifts of few features leave the data in a direction that distances hardly \
      notice. The rest is the plain mixture.
      """,
    recipes: plainRecipes + [
      MixtureComponent(weight: 0.5, Interpolate(toward: .row, factor: .uniform(0.3, 0.7)))
    ])
}
