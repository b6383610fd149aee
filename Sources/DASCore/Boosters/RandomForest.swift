/// A random forest (Breiman, "Random forests", Machine Learning 45, 2001): trees on bootstrap
/// samples, each split the best by Gini impurity among a random few of the features.
///
/// Values are binned: a feature of more than 256 distinct values is seen at 256 levels. Trees are
/// grown to purity by default; rows that no bin tells apart share a leaf, which holds their mean
/// label.
///
/// - Complexity: O(trees x rows x features per split x depth) time; one byte a value beside the
///   input.
package struct RandomForest: Booster {
  package static let name = "random_forest"
  package static let settings = ForestOptions.forestSettings(bootstrap: 1)

  private var options: ForestOptions

  package init(_ settings: Settings) throws { options = try ForestOptions(forest: settings) }

  package var votesOutOfBag: Bool { options.votesOutOfBag }

  package func divided(by count: Int) -> Self {
    var part = self
    part.options = options.divided(by: count)
    return part
  }

  package func fit(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    try options.fit(
      Self.name, .best, normals: normals, anomalies: anomalies, seed: seed, on: execution)
  }
}
