import Glibc

/// A fitted isolation forest: trees whose leaves hold path lengths, and the sample size that sets
/// their unit.
package struct FittedIsolationForest: FittedDetector {
  package let forest: ThresholdForest
  /// The rows that each tree was grown on, psi.
  package let sampleSize: Int

  package var name: String { IsolationForest.name }
  package var columns: Int { forest.columns }

  package init(forest: ThresholdForest, sampleSize: Int) {
    self.forest = forest
    self.sampleSize = sampleSize
  }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let unit = Double(forest.treeCount) * IsolationForest.averagePathLength(of: sampleSize)
    try scoreBlocks(X, into: scores, on: execution) { rows, stride, count, lengths in
      lengths.update(repeating: 0, count: count)
      forest.addLeafValues(of: rows, rowStride: stride, count: count, to: lengths)
      for row in 0..<count {
        // One row a tree: no path has a length, and none is shorter than another.
        lengths[row] = unit > 0 ? exp2(-lengths[row] / unit) : 0.5
      }
    }
  }
}
