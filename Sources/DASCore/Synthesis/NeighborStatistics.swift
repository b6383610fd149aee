/// Distances to the neighbours in the reference sample, in standardised features.
///
/// The k-th neighbour among n rows is about the ceil(k m / n)-th among a sample of m of them, so
/// the distances mean nearly the same on large tables as on small ones.
struct NeighborStatistics: Sendable {
  private let sample: ReferenceSample
  private let search: NearestNeighbors
  private let statistics: ColumnStatistics
  /// Of a mixed table; rows of the sample are encoded.
  private let encoding: Encoding?
  /// For j = 0 ..< largest: the ascending distances of sample rows to their (j + 1)-th neighbour.
  private let ownDistances: [Buffer<Double>]

  /// Sample rows whose own distances are measured.
  private static let probes = 1024

  init(
    _ sample: ReferenceSample, _ statistics: ColumnStatistics, encoding: Encoding? = nil,
    neighbors: Int, on execution: Execution
  ) throws {
    self.sample = sample
    self.statistics = statistics
    self.encoding = encoding
    self.search = try NearestNeighbors(sample.standardized)
    self.ownDistances = try Self.distances(sample, search, neighbors: neighbors, on: execution)
  }

  /// The `neighbors` nearest sample rows of some training rows, themselves left out; the indices
  /// are numbers of training rows.
  func neighbors(of rows: Buffer<Int32>, in X: MatrixView, neighbors: Int) throws
    -> NearestNeighbors.Found
  {
    let queries = try Matrix(rows: rows.count, columns: X.columns)
    let positions = try Buffer<Int32>(uninitialized: rows.count)
    for index in 0..<rows.count {
      X.copyRow(Int(rows[index]), into: queries.row(index))
      statistics.standardize(queries.row(index))
      positions[index] = sample.position(of: rows[index])
    }
    let found = try search.search(queries, neighbors: neighbors, excluding: positions)
    for index in 0..<found.indices.count {
      found.indices[index] = sample.rows[Int(found.indices[index])]
    }
    return found
  }

  /// The distance of training rows to their k-th neighbour; the typical distance if that is 0,
  /// because a scale of 0 would not move a row.
  func distances(of rows: Buffer<Int32>, in X: MatrixView, neighbor k: Int) throws
    -> Buffer<Double>
  {
    let rank = rank(k)
    let found = try neighbors(of: rows, in: X, neighbors: rank)
    let distances = try Buffer<Double>(uninitialized: rows.count)
    let typical = typicalDistance(rank)
    for index in 0..<rows.count {
      let distance =
        found.neighbors > 0 ? found.distances[index * found.neighbors + found.neighbors - 1] : 0
      distances[index] = distance > 0 ? distance : typical
    }
    return distances
  }

  /// The distances of any rows to the nearest sample row.
  func distances(toNearest rows: Matrix) throws -> Buffer<Double> {
    let queries = try Matrix(rows: rows.rows, columns: sample.standardized.columns)
    for row in 0..<rows.rows {
      if let encoding {
        encoding.encode(rows.row(row), into: queries.row(row))
      } else {
        rows.view.copyRow(row, into: queries.row(row))
      }
    }
    for row in 0..<queries.rows { statistics.standardize(queries.row(row)) }
    return try search.search(queries, neighbors: 1).distances
  }

  /// The ascending distances of training rows to their nearest neighbours.
  var nearestDistances: Buffer<Double>? { ownDistances.first }

  /// The k of the sample that stands for the k of the whole table.
  private func rank(_ k: Int) -> Int {
    max(1, (k * sample.rows.count + sample.population - 1) / sample.population)
  }

  /// The median of the positive distances to the k-th neighbour; a tenth of the diagonal of a
  /// standard deviation where there are none.
  private func typicalDistance(_ k: Int) -> Double {
    if k <= ownDistances.count {
      let distances = ownDistances[k - 1]
      let zeros = distances.upperBound(of: 0)
      if zeros < distances.count { return distances[(zeros + distances.count) / 2] }
    }
    return 0.1 * Double(sample.standardized.columns).squareRoot()
  }

  /// Distances of the first rows of a regular thinning of the sample, sorted for each k.
  private static func distances(
    _ sample: ReferenceSample, _ search: NearestNeighbors, neighbors: Int, on execution: Execution
  ) throws -> [Buffer<Double>] {
    let count = min(probes, sample.rows.count)
    let columns = sample.standardized.columns
    let largest = min(neighbors, sample.rows.count - 1)
    let sorted = try (0..<largest).map { _ in try Buffer<Double>(uninitialized: count) }
    let blockRows = 128
    try execution.forEach((count + blockRows - 1) / blockRows) { block in
      let range = block * blockRows..<min((block + 1) * blockRows, count)
      let queries = try Matrix(rows: range.count, columns: columns)
      let positions = try Buffer<Int32>(uninitialized: range.count)
      for (index, probe) in range.enumerated() {
        let position = probe * sample.rows.count / count
        positions[index] = Int32(position)
        for column in 0..<columns {
          queries[index, column] = sample.standardized[position, column]
        }
      }
      let found = try search.search(queries, neighbors: largest, excluding: positions)
      for (index, probe) in range.enumerated() {
        for k in 0..<largest { sorted[k][probe] = found.distances[index * largest + k] }
      }
    }
    for distances in sorted { try Sorting.sort(distances.elements) }
    return sorted
  }
}
