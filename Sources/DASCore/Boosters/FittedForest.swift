/// A fitted forest of classification trees. The score of a row is the mean over the trees of the
/// fraction of class 1 in the row's leaf.
///
/// Trees split one feature at a time and approximate distances badly if there are many features. So
/// a forest may have more features: the row's distance to its k-th nearest normal training row, in
/// one space or in several, of which each tree sees one.
package struct FittedForest: FittedBooster {
  package let name: String
  /// Its last columns are the distances, if there are any.
  package let forest: QuantizedForest
  package let neighborDistances: NeighborDistances?
  /// The minimum of training rows in a leaf.
  package let minSamplesLeaf: Int
  /// The scores of the class-0 training rows, from the votes counted while the trees grew. Unlike
  /// `score`, the distance of a row leaves out the row itself.
  package let inSampleScores: Buffer<Double>?
  package let outOfBagScores: Buffer<Double>?
  package let outOfBagAUC: Double

  package init(
    name: String, forest: QuantizedForest, neighborDistances: NeighborDistances? = nil,
    minSamplesLeaf: Int = 1, inSampleScores: Buffer<Double>?, outOfBagScores: Buffer<Double>?,
    outOfBagAUC: Double = .nan
  ) {
    self.name = name
    self.forest = forest
    self.neighborDistances = neighborDistances
    self.minSamplesLeaf = minSamplesLeaf
    self.inSampleScores = inSampleScores
    self.outOfBagScores = outOfBagScores
    self.outOfBagAUC = outOfBagAUC
  }

  package var inSampleScoresAreInformative: Bool { minSamplesLeaf > 1 }

  package var columns: Int { forest.columns - (neighborDistances?.count ?? 0) }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let blocks = blockCount(of: X.rows, threads: execution.threads)
    try execution.forEach(blocks) { block in
      let range = X.rows * block / blocks..<X.rows * (block + 1) / blocks
      let rows = try QuantizedBatch(range.count, columns: forest.columns, on: execution)
      for first in stride(from: 0, to: range.count, by: MatrixView.blockRows) {
        let end = min(first + MatrixView.blockRows, range.count)
        try quantize(
          X, range.lowerBound + first..<range.lowerBound + end, into: rows, from: first,
          on: execution)
      }
      try vote(rows, scores + range.lowerBound, on: execution)
    }
  }

  /// Blocks of many rows, so that trees are rarely read from memory, whose quantised values fit the
  /// cache.
  private func blockCount(of rows: Int, threads: Int) -> Int {
    let minRows = MatrixView.blockRows
    let maxRows = max(minRows, min(8 * minRows, Self.maxValues / max(1, forest.columns)))
    return max((rows + maxRows - 1) / maxRows, min(2 * threads, (rows + minRows - 1) / minRows))
  }

  private static var maxValues: Int { 1 << 18 }

  private func quantize(
    _ X: MatrixView, _ range: Range<Int>, into quantized: borrowing QuantizedBatch, from first: Int,
    on execution: Execution
  ) throws {
    guard let neighborDistances else {
      return try X.withRowMajor(range, on: execution) { rows, stride in
        quantized.quantize(rows, stride, range.count, from: first, by: forest.grid)
      }
    }
    let rows = try execution.scratch(range.count * forest.columns)
    try neighborDistances.append(to: X, range, into: rows.base, on: execution)
    quantized.quantize(rows.base, forest.columns, range.count, from: first, by: forest.grid)
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
    _ rows: borrowing QuantizedBatch, _ scores: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    let sums = try execution.scratch(rows.count, of: UInt64.self)
    sums.base.update(repeating: 0, count: rows.count)
    try forest.addVotes(on: rows, to: sums.base, on: execution)
    for row in 0..<rows.count {
      scores[row] = VoteSums.mean(of: sums.base[row], votes: forest.treeCount)
    }
  }
}
