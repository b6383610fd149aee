/// At most 4096 training rows, standardised.
struct ReferenceSample: Sendable {
  private static let maxRows = 4096

  private let sample: RowSample
  /// The rows of the sample, each feature centred and divided by its standard deviation.
  let standardized: Matrix
  /// Rows of the training table.
  let population: Int

  init(_ X: MatrixView, _ statistics: ColumnStatistics, seed: UInt64) throws {
    self.sample = try RowSample(of: X.rows, atMost: Self.maxRows, seed: seed)
    self.standardized = try Matrix(rows: sample.count, columns: X.columns)
    self.population = X.rows
    for position in 0..<sample.count {
      X.copyRow(Int(rows[position]), into: standardized.row(position))
      statistics.standardize(standardized.row(position))
    }
  }

  /// The numbers of the training rows, ascending.
  var rows: Buffer<Int32> { sample.rows }

  /// The position of a training row in the sample; -1 where it is not in it.
  func position(of row: Int32) -> Int32 { sample.index(of: row) }
}
