// Foreign tables: shape and values are checked here once, so that no later stage has to.

extension MatrixView {
  /// Borrows packed rows without a copy.
  ///
  /// The memory must stay valid and unchanged while the view is in use.
  ///
  /// - Parameters:
  ///   - values: row after row.
  ///   - columns: the length of a row, a divisor of the number of values.
  ///   - schema: what the columns hold; nil for numbers without missing values.
  /// - Throws: `DASError` if there is no whole row, or a value is not what the schema allows: NaN,
  ///   infinite or beyond 1e150 without one.
  public init(
    borrowing values: UnsafeBufferPointer<Double>, columns: Int, schema: Schema? = nil
  ) throws {
    try self.init(packed: values.baseAddress, count: values.count, columns, .float64, schema)
  }

  /// Borrows packed rows of single precision without a copy; otherwise as for doubles.
  ///
  /// Scores are those of the same numbers as doubles.
  public init(
    borrowing values: UnsafeBufferPointer<Float>, columns: Int, schema: Schema? = nil
  ) throws {
    try self.init(packed: values.baseAddress, count: values.count, columns, .float32, schema)
  }

  private init(
    packed base: UnsafeRawPointer?, count: Int, _ columns: Int, _ type: ElementType,
    _ schema: Schema?
  ) throws {
    guard columns > 0, count % columns == 0 else {
      throw DASError(
        .invalidData, "\(count) values are no whole rows of \(columns) columns")
    }
    let rows = count / columns
    try Self.checkShape(rows, columns)
    guard let base else { throw DASError(.invalidData, "values has no memory") }
    let view = MatrixView(
      base: base, rows: rows, columns: columns, rowStride: columns, columnStride: 1, type: type)
    try schema.map { try view.checkColumns($0.count) }
    self = try view.checked("X", by: schema, for: .score, on: Execution())
  }

  /// Rows and columns are counted in 32 bits, and there is at least one of each.
  static func checkShape(_ rows: Int, _ columns: Int) throws {
    for (what, count) in [("rows", rows), ("columns", columns)] {
      guard (1..<Int(Int32.max)).contains(count) else {
        throw DASError(
          .invalidData, "X has \(count) \(what); it takes 1 ... \(Int32.max - 1)")
      }
    }
  }

  /// Checks the number of columns against that of the fit; 0 accepts any, for parts that check for
  /// themselves.
  package func checkColumns(_ expected: Int) throws {
    guard columns == expected || expected == 0 else {
      throw DASError(.shapeMismatch, "X has \(columns) columns; \(expected) are expected")
    }
  }
}
