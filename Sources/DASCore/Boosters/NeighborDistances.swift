/// The distances of a row to its k-th nearest normal row in several spaces, from the same normal
/// rows.
///
/// No space suits all tables. Within one tree the distance that best separates synthetic rows takes
/// all splits, so each tree of a forest sees one of them.
package struct NeighborDistances: Sendable {
  let spaces: [FeatureSpace]
  /// The distance in each space.
  package let distances: [NeighborDistance]
  /// The rows of the table that are neighbours.
  let rows: Matrix

  package var count: Int { distances.count }
  var columns: Int { rows.columns }
  package var neighbors: Int { distances[0].neighbors }

  /// Fits to a table and measures its rows in each space, each row without itself. Neighbours are
  /// `maxRows` of the rows at most, drawn at random.
  static func fit(
    _ X: MatrixView, _ statistics: ColumnStatistics, spaces: [FeatureSpace], neighbors: Int,
    maxRows: Int = NeighborDistance.maxRows, seed: UInt64, on execution: Execution
  ) throws -> (fitted: NeighborDistances, distances: [Buffer<Double>]) {
    let sample = try RowSample(of: X.rows, atMost: maxRows, seed: seed)
    let rows = try Matrix(rows: sample.count, columns: X.columns)
    for index in 0..<sample.count { X.copyRow(Int(sample.rows[index]), into: rows.row(index)) }
    let parts = try spaces.map { space in
      try NeighborDistance.fit(
        X, space.map(X, statistics, rows: rows, on: execution), rows: rows, sample,
        neighbors: neighbors, on: execution)
    }
    let fitted = NeighborDistances(spaces: spaces, distances: parts.map(\.fitted), rows: rows)
    return (fitted, parts.map(\.distances))
  }

  /// Writes the rows of `range` with their distances as the last columns.
  func append(
    to X: MatrixView, _ range: Range<Int>, into rows: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    let width = X.columns + count
    for row in range { X.copyRow(row, into: rows + (row - range.lowerBound) * width) }
    let measured = try execution.scratch(range.count)
    for (index, distance) in distances.enumerated() {
      try distance.measure(X, range, into: measured.base, on: execution)
      let target = rows + X.columns + index
      for row in 0..<range.count { target[row * width] = measured.base[row] }
    }
  }
}
