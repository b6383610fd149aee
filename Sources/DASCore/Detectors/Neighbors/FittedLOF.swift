/// A fitted `LOF`: the training rows with their k-distances, densities and scores.
package struct FittedLOF: FittedDetector {
  package var name: String { LOF.name }
  package var columns: Int { space.search.columns }

  let space: NeighborSpace
  let neighbors: Int
  let densities: LocalDensities
  /// The scores of the training rows, each without itself as a neighbour.
  let ownScores: Buffer<Double>

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try space.forEachRow(of: X, neighbors: neighbors, on: execution) { row, nearest in
      scores[row] = densities.factor(of: densities.density(nearest), nearest).clampedToFinite
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
