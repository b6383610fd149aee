/// A forest of classification trees: the score of a row is the mean over the trees of the share of
/// class 1 in the leaf it falls into.
public struct FittedForest: FittedBooster {
  public let name: String
  public let forest: Forest
  public let outOfBagScores: Buffer<Double>?
  public let outOfBagAUC: Double

  public init(
    name: String, forest: Forest, outOfBagScores: Buffer<Double>?, outOfBagAUC: Double = .nan
  ) {
    self.name = name
    self.forest = forest
    self.outOfBagScores = outOfBagScores
    self.outOfBagAUC = outOfBagAUC
  }

  public var columns: Int { forest.columns }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try scoreBlocks(X, into: scores, on: execution) { rows, stride, count, scores in
      scores.update(repeating: 0, count: count)
      forest.addLeafValues(of: rows, rowStride: stride, count: count, to: scores)
      for row in 0..<count { scores[row] /= Double(forest.treeCount) }
    }
  }
}
