extension LocalDensities {
  /// Computes the densities and the scores of the training rows `X`.
  ///
  /// Densities need the k-distances of all rows, and scores their densities, so the neighbours of
  /// each row are kept meanwhile, bit-packed; their distances are computed again by the same
  /// formula.
  static func fit(
    _ X: MatrixView, _ search: NearestNeighbors, neighbors: Int, on execution: Execution
  ) throws -> (fitted: LocalDensities, scores: Buffer<Double>) {
    let count = min(neighbors, X.rows - 1)
    let kept = try BitPackedIntegers(rows: X.rows, columns: count, below: X.rows)
    let kDistances = try Buffer<Double>(repeating: 0, count: X.rows)
    try search.forEachOwnRow(neighbors: count, on: execution) { row, nearest in
      if count > 0 { kDistances.base[row] = nearest.distances[count - 1] }
      kept.write(nearest.indices, row: row)
    }
    let fitted = LocalDensities(
      kDistances: kDistances, densities: try Buffer(uninitialized: X.rows))
    try fitted.measure(X, search.leaves.distance, kept, on: execution)
    let scores = try Buffer<Double>(uninitialized: X.rows)
    try execution.forEach(X.blockCount) { block in
      let numbers = try Buffer<Int32>(uninitialized: count)
      for row in X.blockRange(block) {
        kept.read(row: row, into: numbers.base)
        let nearest = Neighbors(
          count: count, indices: numbers.base, distances: kDistances.base)
        scores.base[row] = fitted.factor(of: fitted.densities.base[row], nearest)
      }
    }
    return (fitted, scores)
  }

  /// Computes the densities.
  private func measure(
    _ X: MatrixView, _ distance: RowDistance, _ neighbors: BitPackedIntegers,
    on execution: Execution
  ) throws {
    let count = neighbors.columns
    try execution.forEach(X.blockCount) { block in
      let rows = try Matrix(rows: 2, columns: X.columns)
      let distances = try Buffer<Double>(uninitialized: count)
      let numbers = try Buffer<Int32>(uninitialized: count)
      for row in X.blockRange(block) {
        neighbors.read(row: row, into: numbers.base)
        X.copyRow(row, into: rows.row(0))
        for index in 0..<count {
          X.copyRow(Int(numbers.base[index]), into: rows.row(1))
          distances.base[index] = distance(rows.row(0), rows.row(1))
        }
        densities.base[row] = density(
          Neighbors(count: count, indices: numbers.base, distances: distances.base))
      }
    }
  }
}
