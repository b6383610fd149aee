/// A fitted `KNN`: the training rows and their scores.
package struct FittedKNN: FittedDetector {
  package var name: String { KNN.name }
  package var columns: Int { space.search.columns }

  let space: NeighborSpace
  let neighbors: Int
  let method: KNN.Method
  /// The scores of the training rows, each without itself as a neighbour.
  let ownScores: Buffer<Double>

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try space.forEachRow(of: X, neighbors: neighbors, on: execution) { row, nearest in
      scores[row] = method(nearest.distances, count: nearest.count).clampedToFinite
    }
  }

  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try space.restore(ownScores, of: X, into: scores, on: execution) {
      try score(X, into: scores, on: execution)
    }
  }
}
