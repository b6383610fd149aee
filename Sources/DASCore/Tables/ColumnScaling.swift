import CKernels

/// The affine map x -> (x - shift) * factor of each column, with results clamped to
/// `MatrixView.maxMagnitude`.
///
/// The clamp keeps squares and their sums finite for values far outside the fitted range; such a
/// row remains the farthest of all.
struct ColumnScaling: Sendable {
  let shift: Buffer<Double>
  let factor: Buffer<Double>

  init(shift: Buffer<Double>, factor: Buffer<Double>) {
    self.shift = shift
    self.factor = factor
  }

  /// The identity map.
  static func identity(_ columns: Int) throws -> ColumnScaling {
    try ColumnScaling(
      shift: Buffer(repeating: 0, count: columns), factor: Buffer(repeating: 1, count: columns))
  }

  /// (x - mean) / standard deviation; constant columns are only centred.
  static func standardizing(_ statistics: ColumnStatistics) throws -> ColumnScaling {
    let factor = try Buffer<Double>(uninitialized: statistics.mean.count)
    for column in 0..<factor.count {
      factor.base[column] = min(1 / statistics.scale(column), .greatestFiniteMagnitude)
    }
    return ColumnScaling(shift: statistics.mean, factor: factor)
  }

  /// (x - mean) times a power of two common to all columns, which brings the largest deviation to
  /// about 1.
  ///
  /// Directions and ratios of variances are those of the raw data, but no square over- or
  /// underflows.
  static func centering(_ statistics: ColumnStatistics) throws -> ColumnScaling {
    var widest = 0.0
    for column in 0..<statistics.mean.count {
      widest = max(widest, statistics.maximum[column] - statistics.minimum[column])
    }
    let factor = widest > 0x1p-1000 ? 1 / widest.binade : 1
    return try ColumnScaling(
      shift: statistics.mean, factor: Buffer(repeating: factor, count: statistics.mean.count))
  }

  /// Writes the rows of `range`, scaled, as packed row-major doubles.
  func apply(
    to X: MatrixView, _ range: Range<Int>, into target: UnsafeMutablePointer<Double>
  ) {
    var out = target
    for row in range {
      var source = UnsafePointer(out)
      if let memory = X.rowMajorDoubles {
        source = memory + row * X.rowStride
      } else {
        X.copyRow(row, into: out)
      }
      libdas_affine_clamp(out, X.columns, source, shift.base, factor.base, MatrixView.maxMagnitude)
      out += X.columns
    }
  }

  /// Rows of a tile: it stays in the first-level cache together with what is computed from it.
  static let tileRows = 128

  /// Passes the rows of `range` to `body` tile by tile, scaled, in scratch memory.
  func forEachTile(
    of X: MatrixView, _ range: Range<Int>, on execution: Execution,
    _ body: (_ rows: UnsafeMutablePointer<Double>, _ tile: Range<Int>) throws -> Void
  ) throws {
    let rows = try execution.scratch(min(Self.tileRows, range.count) * X.columns)
    for first in stride(from: range.lowerBound, to: range.upperBound, by: Self.tileRows) {
      let tile = first..<min(first + Self.tileRows, range.upperBound)
      apply(to: X, tile, into: rows.base)
      try body(rows.base, tile)
    }
  }
}
