/// A forest of classification trees: the score of a row is the mean over the trees of the share of
/// class 1 in the leaf it falls into.
///
/// Trees cut one feature at a time and see distances badly where there are many features. So a forest
/// may be given one more: the row's distance to its k-th nearest normal training row.
public struct FittedForest: FittedBooster {
  public let name: String
  /// Its last column is the distance where there is one.
  public let forest: CodedForest
  public let neighborDistance: NeighborDistance?
  /// Fewest training rows in a leaf.
  public let minSamplesLeaf: Int
  /// The votes counted while the trees grew: `score` of those rows, but for the distance to neighbours,
  /// which leaves the row itself out.
  public let inSampleScores: Buffer<Double>?
  public let outOfBagScores: Buffer<Double>?
  public let outOfBagAUC: Double

  public init(
    name: String, forest: CodedForest, neighborDistance: NeighborDistance? = nil,
    minSamplesLeaf: Int = 1, inSampleScores: Buffer<Double>?, outOfBagScores: Buffer<Double>?,
    outOfBagAUC: Double = .nan
  ) {
    self.name = name
    self.forest = forest
    self.neighborDistance = neighborDistance
    self.minSamplesLeaf = minSamplesLeaf
    self.inSampleScores = inSampleScores
    self.outOfBagScores = outOfBagScores
    self.outOfBagAUC = outOfBagAUC
  }

  public var inSampleScoresTell: Bool { minSamplesLeaf > 1 }

  public var columns: Int { forest.columns - (neighborDistance == nil ? 0 : 1) }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    guard let neighborDistance else {
      return try scoreBlocks(X, into: scores, on: execution) {
        try vote($0, $1, $2, $3, on: execution)
      }
    }
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      let rows = try execution.scratch(range.count * forest.columns)
      try neighborDistance.append(to: X, range, into: rows.base, on: execution)
      try vote(
        rows.base, forest.columns, range.count, scores + range.lowerBound, on: execution)
    }
  }

  public func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    guard let inSampleScores, inSampleScores.count == X.rows else {
      return try score(X, into: scores, on: execution)
    }
    scores.update(from: inSampleScores.base, count: X.rows)
  }

  private func vote(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int,
    _ scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let sums = try execution.scratch(count, of: UInt64.self)
    sums.base.update(repeating: 0, count: count)
    try forest.addVotes(
      on: rows, rowStride: stride, count: count, to: sums.base, on: execution)
    for row in 0..<count {
      scores[row] = RowVotes.mean(of: sums.base[row], votes: forest.treeCount)
    }
  }
}
