import DASHeader

/// A table of doubles in memory of its own, as a host would hold one.
final class Table {
  let values: UnsafeMutableBufferPointer<Double>
  /// What is passed to the library; tests bend it out of shape.
  var matrix: das_matrix

  init(rows: Int, columns: Int, _ value: (_ row: Int, _ column: Int) -> Double) {
    values = .allocate(capacity: rows * columns)
    for index in 0..<rows * columns {
      values[index] = value(index / columns, index % columns)
    }
    matrix = das_matrix(
      data: values.baseAddress, rows: Int64(rows), columns: Int64(columns),
      row_stride: Int64(columns), column_stride: 1, type: Int32(DAS_FLOAT64), reserved: 0,
      schema: nil)
  }

  deinit { values.deallocate() }

  subscript(row: Int, column: Int) -> Double {
    get { values[row * Int(matrix.columns) + column] }
    set { values[row * Int(matrix.columns) + column] = newValue }
  }

  /// Rows around one line through the origin: the columns go together, with noise.
  static func normal(rows: Int = 60, columns: Int = 3, seed: UInt64 = 1) -> Table {
    var random = SplitMix(state: seed)
    var along = 0.0
    return Table(rows: rows, columns: columns) { _, column in
      if column == 0 { along = random.gaussian() }
      return along + 0.3 * random.gaussian()
    }
  }

  /// Rows spread over a box: most break the rule that normal rows keep.
  static func spread(rows: Int = 30, columns: Int = 3, seed: UInt64 = 2) -> Table {
    var random = SplitMix(state: seed)
    return Table(rows: rows, columns: columns) { _, _ in 6 * random.uniform() - 3 }
  }
}

/// The generator of Steele, Lea and Flood (2014), so that tables are the same in every run.
struct SplitMix {
  var state: UInt64

  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) * 0x1p-53
  }

  /// Nearly normal: the sum of twelve uniforms less six (Irwin and Hall).
  mutating func gaussian() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }
}
