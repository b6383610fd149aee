/// The distance of a row to its k-th nearest neighbour among the rows of a table, in a space that a
/// map fitted to the table leads to.
///
/// If a table has more than 2048 rows, a random 2048 of them are the neighbours, which bounds the
/// cost of a row to O(2048 x columns). Values far outside the table are clamped, so every distance
/// is finite.
///
/// A row of the table is measured without itself at fit; scored again, it finds itself at distance
/// 0. So distances have a floor, their .8 quantile over the table, and a forest cannot learn that a
/// row is too near to a normal one.
package struct NeighborDistance: Sendable {
  package let neighbors: Int
  let map: SpaceMap
  /// The neighbours: rows of the table in the space.
  let search: NearestNeighbors
  /// The least distance there is; 0 in files of earlier versions.
  let floor: Double

  static let maxRows = 2048
  /// The fraction of the table's rows at the floor.
  static let fractionAtFloor = 0.8

  /// `neighbors` is reduced to the number of other rows that a row of the table has.
  ///
  /// - Parameter reference: the neighbours, in the space.
  init(neighbors: Int, map: SpaceMap, reference: Matrix, floor: Double = 0) throws {
    self.neighbors = max(1, min(neighbors, reference.rows - 1))
    self.map = map
    self.search = try NearestNeighbors(reference)
    self.floor = floor
  }

  private init(_ other: NeighborDistance, floor: Double) {
    (neighbors, map, search) = (other.neighbors, other.map, other.search)
    self.floor = floor
  }
}

// MARK: - Fit

extension NeighborDistance {
  /// Fits to a table and measures its rows. A row is not its own neighbour, so the distances of the
  /// table's rows are those of fresh rows from the same distribution.
  ///
  /// - Parameter rows: the rows of the sample, unmapped.
  static func fit(
    _ X: MatrixView, _ map: SpaceMap, rows: Matrix, _ sample: RowSample, neighbors: Int,
    on execution: Execution
  ) throws -> (fitted: NeighborDistance, distances: Buffer<Double>) {
    let fitted = try NeighborDistance(
      neighbors: neighbors, map: map, reference: map.mapped(rows.view))
    let distances = try fitted.distances(of: X, excluding: sample, on: execution)
    let sorted = try Sorting.sortedFinite(distances)
    let floor = Sorting.quantile(fractionAtFloor, of: sorted.base, count: sorted.count)
    for row in 0..<distances.count { distances[row] = max(distances[row], floor) }
    return (NeighborDistance(fitted, floor: floor), distances)
  }
}

// MARK: - Search

extension NeighborDistance {
  /// The distance of each row of `X`. If `X` is the table itself, `sample` maps its rows to
  /// neighbours, so that each is excluded from its own.
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

  /// Writes the distances of the rows of `range`. The search for a row ends at the floor.
  func measure(
    _ X: MatrixView, _ range: Range<Int>, excluding sample: RowSample? = nil,
    into distances: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let queries = try execution.scratch(range.count * X.columns)
    let indices = try execution.scratch(sample == nil ? 0 : range.count, of: Int32.self)
    map.apply(to: X, range, into: queries.base)
    if let sample {
      for row in range { indices.base[row - range.lowerBound] = sample.index(of: Int32(row)) }
    }
    let rows = MatrixView(
      base: queries.base, rows: range.count, columns: X.columns, rowStride: X.columns,
      columnStride: 1, type: .float64)
    try search.forEachRow(
      of: rows, neighbors: neighbors, excluding: sample == nil ? nil : indices.base,
      satisfiedWithin: floor, inParallel: false, on: execution
    ) { row, nearest in
      // The only row of a table has no neighbour.
      let distance = nearest.count > 0 ? nearest.distances[nearest.count - 1] : 0
      distances[row] = max(distance, floor)
    }
  }
}
