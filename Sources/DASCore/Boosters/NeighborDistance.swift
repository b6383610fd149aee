/// The distance of a row to its k-th nearest neighbour among the rows of a table, in standardised space.
///
/// Of tables longer than 2048 rows a random 2048 are the neighbours, so that the cost of a row is
/// bounded: O(2048 x columns). Values far outside of the table are held within a bound, so every
/// distance is finite.
///
/// A row of the table is measured without itself; scored again, it finds itself at distance 0. So
/// distances have a floor, the distance that eight of ten rows of the table do not exceed. A nearer
/// row is at the floor, so a forest cannot learn that a row is too near to a normal one.
package struct NeighborDistance: Sendable {
  package let neighbors: Int
  let scaling: ColumnScaling
  /// The neighbours: rows of the table, scaled.
  let search: NearestNeighbors
  /// The least distance there is; 0 in files of earlier versions.
  let floor: Double

  static let mostRows = 2048
  /// The share of the table's rows that are at the floor.
  static let shareAtFloor = 0.8

  /// The k of the search, at most the rows that a row of the table has beside itself.
  init(neighbors: Int, scaling: ColumnScaling, reference: Matrix, floor: Double = 0) throws {
    self.neighbors = max(1, min(neighbors, reference.rows - 1))
    self.scaling = scaling
    self.search = try NearestNeighbors(reference)
    self.floor = floor
  }

  private init(_ other: NeighborDistance, floor: Double) {
    (neighbors, scaling, search) = (other.neighbors, other.scaling, other.search)
    self.floor = floor
  }

  package var columns: Int { search.columns }
}

// MARK: - Fit

extension NeighborDistance {
  /// Learns from a table, and measures its rows: a row is no neighbour of itself, so the distances of
  /// the table's rows are those that fresh rows like them would have.
  static func fit(
    _ X: MatrixView, _ statistics: ColumnStatistics, neighbors: Int, seed: UInt64,
    on execution: Execution
  ) throws -> (fitted: NeighborDistance, distances: Buffer<Double>) {
    let scaling = try ColumnScaling.standardizing(statistics)
    let sample = try RowSample(of: X.rows, atMost: mostRows, seed: seed)
    let reference = try Matrix(rows: sample.count, columns: X.columns)
    for place in 0..<sample.count {
      let row = Int(sample.rows[place])
      scaling.apply(to: X, row..<row + 1, into: reference.row(place))
    }
    let fitted = try NeighborDistance(neighbors: neighbors, scaling: scaling, reference: reference)
    let distances = try fitted.distances(of: X, excluding: sample, on: execution)
    let sorted = try Sorting.sortedFinite(distances)
    let floor = Sorting.quantile(shareAtFloor, of: sorted.base, count: sorted.count)
    for row in 0..<distances.count { distances[row] = max(distances[row], floor) }
    return (NeighborDistance(fitted, floor: floor), distances)
  }
}

// MARK: - Search

extension NeighborDistance {
  /// The distance of each row of `X`; where `X` is the table itself, `sample` tells its rows from their
  /// neighbours.
  func distances(
    of X: MatrixView, excluding sample: RowSample? = nil, on execution: Execution
  ) throws -> Buffer<Double> {
    let distances = try Buffer<Double>(uninitialized: X.rows)
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      let target = distances.base + range.lowerBound
      try measure(X, range, excluding: sample, into: target, on: execution)
    }
    return distances
  }

  /// The distances of the rows of `range`.
  private func measure(
    _ X: MatrixView, _ range: Range<Int>, excluding sample: RowSample? = nil,
    into distances: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let queries = try execution.scratch(range.count * X.columns)
    let places = try execution.scratch(sample == nil ? 0 : range.count, of: Int32.self)
    scaling.apply(to: X, range, into: queries.base)
    if let sample {
      for row in range { places.base[row - range.lowerBound] = sample.index(of: Int32(row)) }
    }
    let rows = MatrixView(
      base: queries.base, rows: range.count, columns: X.columns, rowStride: X.columns,
      columnStride: 1, type: .float64)
    try search.forEachRow(
      of: rows, neighbors: neighbors, excluding: sample == nil ? nil : places.base,
      inParallel: false, on: execution
    ) { row, nearest in
      // The only row of a table has no neighbour.
      let distance = nearest.count > 0 ? nearest.distances[nearest.count - 1] : 0
      distances[row] = max(distance, floor)
    }
  }

  /// Writes the rows of `range` with their distances as one more column.
  func append(
    to X: MatrixView, _ range: Range<Int>, into rows: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    let distances = try execution.scratch(range.count)
    try measure(X, range, into: distances.base, on: execution)
    for row in 0..<range.count {
      let target = rows + row * (X.columns + 1)
      X.copyRow(range.lowerBound + row, into: target)
      target[X.columns] = distances.base[row]
    }
  }
}
