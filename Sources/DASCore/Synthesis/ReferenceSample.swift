/// At most 4096 training rows, standardised: what stands for the whole table wherever the work grows
/// with the square of the rows.
///
/// A table of no more rows is its own sample. The draw is without replacement.
struct ReferenceSample: Sendable {
  static let mostRows = 4096

  /// The numbers of the training rows, ascending.
  let rows: Buffer<Int32>
  /// Those rows, each feature centred and divided by its standard deviation.
  let standardized: Matrix
  /// Rows of the training table.
  let population: Int

  init(_ X: MatrixView, _ statistics: ColumnStatistics, seed: UInt64) throws {
    let everyRow = try Buffer<Int32>(uninitialized: X.rows)
    for row in 0..<X.rows { everyRow[row] = Int32(row) }
    let count = min(X.rows, Self.mostRows)
    if count < X.rows {
      var random = RandomStream(seed: seed, purpose: .reference)
      random.shuffle(everyRow.elements, picks: count)
    }
    self.rows = try Buffer(uninitialized: count)
    for place in 0..<count { rows[place] = everyRow[place] }
    var ascending = rows.elements
    ascending.sort()
    self.standardized = try Matrix(rows: count, columns: X.columns)
    self.population = X.rows
    for place in 0..<count {
      X.copyRow(Int(rows[place]), into: standardized.row(place))
      statistics.standardize(standardized.row(place))
    }
  }

  /// The place of a training row in the sample, -1 where it is not in it.
  func place(of row: Int32) -> Int32 {
    var (low, high) = (0, rows.count)
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && rows[low] == row ? Int32(low) : -1
  }
}
