/// One classification tree (Breiman, Friedman, Olshen and Stone, "Classification and regression
/// trees", 1984): each split the best by Gini impurity among all features, on all rows.
///
/// The seed decides between cuts of equal impurity only.
package struct DecisionTree: Booster {
  package static let name = "decision_tree"
  package static let settings = ForestOptions.treeSettings

  private let options: ForestOptions

  package init(_ settings: Settings) throws { options = ForestOptions(tree: settings) }

  package func fit(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    try options.fit(
      Self.name, .best, normals: normals, anomalies: anomalies, seed: seed, on: execution)
  }
}
