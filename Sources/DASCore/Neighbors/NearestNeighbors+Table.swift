extension NearestNeighbors {
  /// The neighbours of some queries: `neighbors` of each, nearest first; ties are ordered by row.
  package struct Found: Sendable {
    package let neighbors: Int
    package let indices: Buffer<Int32>
    package let distances: Buffer<Double>
  }

  /// The `neighbors` nearest rows of each query, or all rows if there are fewer.
  ///
  /// - Parameter excluded: for each query, a row to exclude, or -1. With it, one neighbour fewer is
  ///   available.
  package func search(
    _ queries: Matrix, neighbors: Int, excluding excluded: Buffer<Int32>? = nil
  ) throws -> Found {
    let wanted = min(neighbors, rows - (excluded == nil ? 0 : 1))
    let found = Found(
      neighbors: wanted, indices: try Buffer(uninitialized: queries.rows * wanted),
      distances: try Buffer(uninitialized: queries.rows * wanted))
    guard wanted > 0 else { return found }
    try forEachRow(
      of: queries.view, neighbors: wanted, excluding: excluded?.base, inParallel: false,
      on: Execution()
    ) { row, nearest in
      (found.indices.base + row * wanted).update(from: nearest.indices, count: wanted)
      (found.distances.base + row * wanted).update(from: nearest.distances, count: wanted)
    }
    return found
  }
}
