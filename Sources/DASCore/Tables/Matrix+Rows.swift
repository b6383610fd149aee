extension Matrix {
  /// Copies rows of numbers.
  ///
  /// - Throws: `DASError` if there is no row, rows differ in length, or a value is NaN, infinite or
  ///   beyond 1e150 in magnitude.
  public init(_ rows: [[Double]]) throws {
    let columns = rows.first?.count ?? 0
    try MatrixView.checkShape(rows.count, columns)
    try self.init(rows: rows.count, columns: columns)
    for (index, values) in rows.enumerated() {
      guard values.count == columns else {
        throw DASError(
          .invalidData, "row \(index) has \(values.count) values, but row 0 has \(columns)")
      }
      for column in 0..<columns { storage[index * columns + column] = values[column] }
    }
    try view.checkValues("X", on: Execution())
  }

  /// Copies packed rows of `columns` numbers each.
  ///
  /// - Throws: `DASError` as for rows.
  public init(_ values: [Double], columns: Int) throws {
    let view = try values.withUnsafeBufferPointer { packed in
      try Matrix(copying: MatrixView(borrowing: packed, columns: columns))
    }
    self = view
  }

  /// The rows as arrays.
  public var values: [[Double]] {
    (0..<rows).map { Array(UnsafeBufferPointer(start: row($0), count: columns)) }
  }
}
