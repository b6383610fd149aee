/// Extremely randomized trees (Geurts, Ernst and Wehenkel, "Extremely randomized trees", Machine
/// Learning 63, 2006): a split is the best of one uniform random threshold for each of a random few
/// of the features; every tree sees all rows unless `bootstrap` is set.
///
/// Thresholds are drawn in the node's range of values and fall between bins: see `BinMapper`.
///
/// - Complexity: O(trees x rows x features per split x depth) time; one byte a value beside the
///   input.
package struct ExtraTrees: Booster {
  package static let name = "extra_trees"
  package static let settings = ForestOptions.forestSettings(bootstrap: 0)

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
      Self.name, .random, normals: normals, anomalies: anomalies, seed: seed, on: execution)
  }
}
