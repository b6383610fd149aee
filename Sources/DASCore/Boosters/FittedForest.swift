/// A forest of classification trees: the score of a row is the mean over the trees of the share of
/// class 1 in the leaf it falls into.
///
/// Trees cut one feature at a time and see distances badly where there are many features. So a forest
/// may be given one more: the row's distance to its k-th nearest normal training row.
package struct FittedForest: FittedBooster {
  package let name: String
  /// Its last column is the distance where there is one.
  package let forest: CodedForest
  package let neighborDistance: NeighborDistance?
  /// Fewest training rows in a leaf.
  package let minSamplesLeaf: Int
  /// The votes counted while the trees grew: `score` of those rows, but for the distance to neighbours,
  /// which leaves the row itself out.
  package let inSampleScores: Buffer<Double>?
  package let outOfBagScores: Buffer<Double>?
  package let outOfBagAUC: Double

  package init(
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

  package var inSampleScoresTell: Bool { minSamplesLeaf > 1 }

  package var columns: Int { forest.columns - (neighborDistance == nil ? 0 : 1) }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let blocks = blockCount(of: X.rows, threads: execution.threads)
    try execution.forEach(blocks) { block in
      let range = X.rows * block / blocks..<X.rows * (block + 1) / blocks
      let rows = try CodedRows(range.count, columns: forest.columns, on: execution)
      for first in stride(from: 0, to: range.count, by: MatrixView.blockRows) {
        let end = min(first + MatrixView.blockRows, range.count)
        try encode(
          X, range.lowerBound + first..<range.lowerBound + end, into: rows, from: first,
          on: execution)
      }
      try vote(rows, scores + range.lowerBound, on: execution)
    }
  }

  /// Blocks of many rows, so that trees are fetched seldom, but of no more codes than a cache holds.
  private func blockCount(of rows: Int, threads: Int) -> Int {
    let least = MatrixView.blockRows
    let most = max(least, min(8 * least, Self.mostCodes / max(1, forest.columns)))
    return max((rows + most - 1) / most, min(2 * threads, (rows + least - 1) / least))
  }

  private static var mostCodes: Int { 1 << 18 }

  private func encode(
    _ X: MatrixView, _ range: Range<Int>, into coded: borrowing CodedRows, from first: Int,
    on execution: Execution
  ) throws {
    guard let neighborDistance else {
      return try X.withRowMajor(range, on: execution) { rows, stride in
        coded.encode(rows, stride, range.count, from: first, by: forest.grid)
      }
    }
    let rows = try execution.scratch(range.count * forest.columns)
    try neighborDistance.append(to: X, range, into: rows.base, on: execution)
    coded.encode(rows.base, forest.columns, range.count, from: first, by: forest.grid)
  }

  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    guard let inSampleScores, inSampleScores.count == X.rows else {
      return try score(X, into: scores, on: execution)
    }
    scores.update(from: inSampleScores.base, count: X.rows)
  }

  private func vote(
    _ rows: borrowing CodedRows, _ scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let sums = try execution.scratch(rows.count, of: UInt64.self)
    sums.base.update(repeating: 0, count: rows.count)
    try forest.addVotes(on: rows, to: sums.base, on: execution)
    for row in 0..<rows.count {
      scores[row] = RowVotes.mean(of: sums.base[row], votes: forest.treeCount)
    }
  }
}
