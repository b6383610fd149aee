/// The training rows of a mixed table as programs measure and change them.
struct MixedTraining: Sendable {
  let encoding: Encoding
  /// The encoded rows, whose distances are those of the mixed rows.
  let encoded: MatrixView
  /// Of the encoded rows.
  let statistics: ColumnStatistics
  let columns: [MixedColumn]

  /// - Complexity: O(rows x encoded columns), in time and memory.
  init(_ X: MatrixView, _ schema: Schema, on execution: Execution) throws {
    encoding = try Encoding(X, schema, on: execution)
    encoded = try encoding.encode(X, on: execution)
    statistics = try ColumnStatistics(encoded, on: execution)
    let cells = try Buffer<Double>(uninitialized: X.rows)
    columns = try (0..<X.columns).map { column in
      try execution.checkCancelled()
      X.copyColumn(column, rows: 0..<X.rows, into: cells.base)
      let categories = schema[column].categoryCount
      let summary = ColumnSummary(UnsafeBufferPointer(cells.elements), categories: categories)
      return MixedColumn(summary, schema[column].kind)
    }
  }

  /// The distance of two mixed rows; of the first to the means, if there is no second.
  func distance(
    _ row: UnsafePointer<Double>, _ other: UnsafePointer<Double>?, _ space: DistanceSpace
  ) throws -> Double {
    let one = try Buffer<Double>(uninitialized: encoding.width)
    let two = try Buffer<Double>(statistics.mean.base, count: encoding.width)
    encoding.encode(row, into: one.base)
    if let other { encoding.encode(other, into: two.base) }
    var sum = 0.0
    for column in 0..<encoding.width {
      var difference = one[column] - two[column]
      if space == .standardized { difference /= statistics.scale(column) }
      sum += difference * difference
    }
    return sum.squareRoot()
  }

  /// Brings cells into the form of the table: ordinal ones take the nearest category of the fit.
  func snap(_ rows: Matrix) {
    for (index, column) in columns.enumerated() where column.kind == .ordinal {
      for row in 0..<rows.rows where !rows[row, index].isNaN {
        rows[row, index] = column.nearest(to: rows[row, index])
      }
    }
  }
}
