/// A set of rows, as 64-bit hashes of their values, for finding copies.
///
/// Two different rows have the same hash with a probability of 2^-64, which costs one candidate.
struct RowSet: Sendable {
  private let hashes: Buffer<UInt64>

  init(_ X: MatrixView, on execution: Execution) throws {
    let hashes = try Buffer<UInt64>(uninitialized: X.rows)
    try execution.forEach(X.blockCount) { block in
      for row in X.blockRange(block) {
        hashes[row] = Self.hash(columns: X.columns) { X[row, $0] }
      }
    }
    self.hashes = try Sorting.ascending(hashes)
  }

  func contains(_ rows: Matrix, _ row: Int) -> Bool {
    let hash = Self.hash(columns: rows.columns) { rows[row, $0] }
    let index = hashes.lowerBound(of: hash)
    return index < hashes.count && hashes[index] == hash
  }

  /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014) over the bits; -0 hashes as 0, and
  /// missing cells alike.
  @inline(__always)
  private static func hash(columns: Int, _ value: (Int) -> Double) -> UInt64 {
    var hash: UInt64 = 0
    for column in 0..<columns {
      let cell = value(column) + 0
      hash = (hash ^ (cell.isNaN ? .nan : cell).bitPattern) &+ 0x9E37_79B9_7F4A_7C15
      hash = (hash ^ (hash >> 30)) &* 0xBF58_476D_1CE4_E5B9
      hash = (hash ^ (hash >> 27)) &* 0x94D0_49BB_1331_11EB
      hash ^= hash >> 31
    }
    return hash
  }
}
