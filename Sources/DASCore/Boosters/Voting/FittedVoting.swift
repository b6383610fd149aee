/// A fitted forest and fitted perceptrons. The score of a row is the weighted mean of their
/// probabilities, in and out of bag.
package struct FittedVoting: FittedBooster {
  let forest: FittedForest
  let mlp: FittedMLP
  /// Of the perceptrons; the forest has the rest.
  let weight: Double
  package let outOfBagScores: Buffer<Double>?

  package var name: String { Voting.name }
  package var columns: Int { forest.columns }
  package var outOfBagAUC: Double { forest.outOfBagAUC }
  package var inSampleScoresAreInformative: Bool { forest.inSampleScoresAreInformative }

  init(forest: FittedForest, mlp: FittedMLP, weight: Double) throws {
    (self.forest, self.mlp, self.weight) = (forest, mlp, weight)
    guard let trees = forest.outOfBagScores, let networks = mlp.outOfBagScores else {
      outOfBagScores = nil
      return
    }
    let scores = try Buffer<Double>(uninitialized: trees.count)
    Self.average(trees.base, networks.base, weight, into: scores.base, count: scores.count)
    outOfBagScores = scores
  }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let networks = try execution.scratch(X.rows)
    try mlp.score(X, into: networks.base, on: execution)
    try forest.score(X, into: scores, on: execution)
    Self.average(scores, networks.base, weight, into: scores, count: X.rows)
  }

  /// Those of the forest in sample, averaged with those of networks that held the rows out, where
  /// there are any: a network that saw a row remembers it better than leaves of several rows.
  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try forest.trainingScores(X, into: scores, on: execution)
    let networks = try execution.scratch(X.rows)
    if let heldOut = mlp.outOfBagScores, heldOut.count == X.rows {
      networks.base.update(from: heldOut.base, count: X.rows)
    } else {
      try mlp.score(X, into: networks.base, on: execution)
    }
    Self.average(scores, networks.base, weight, into: scores, count: X.rows)
  }

  private static func average(
    _ trees: UnsafePointer<Double>, _ networks: UnsafePointer<Double>, _ weight: Double,
    into scores: UnsafeMutablePointer<Double>, count: Int
  ) {
    for row in 0..<count { scores[row] = (1 - weight) * trees[row] + weight * networks[row] }
  }
}
