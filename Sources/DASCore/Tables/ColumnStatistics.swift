import CKernels

/// Mean, standard deviation and range of each column, in one pass over the rows.
///
/// Each block of rows is summed relative to the table's first row and then squared relative to its
/// own mean; blocks are merged in order (Chan, Golub and LeVeque, "Algorithms for computing the
/// sample variance", 1983, eq. 1.5b). Neither a large offset nor a long table costs digits, and the
/// result does not depend on the number of threads.
package struct ColumnStatistics: Sendable {
  package let mean: Buffer<Double>
  /// The population standard deviation (divided by n), as in scikit-learn's StandardScaler; 0 for a
  /// constant column.
  package let standardDeviation: Buffer<Double>
  package let minimum: Buffer<Double>
  package let maximum: Buffer<Double>
  /// The standard deviations that columns count as having; 0, or nil for all: their own.
  let units: Buffer<Double>?

  /// - Complexity: O(rows x columns), reading the table once.
  package init(_ X: MatrixView, on execution: Execution) throws {
    units = X.units
    let origin = try Buffer<Double>(uninitialized: X.columns)
    X.copyRow(0, into: origin.base)
    let parts = try BlockMoments(blocks: X.blockCount, columns: X.columns)
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      try X.withRowMajor(range, on: execution) { rows, stride in
        parts.summarize(block, rows, stride: stride, count: range.count, about: origin)
      }
    }
    parts.mergeBlocks(of: X)
    (mean, standardDeviation) = (
      try Buffer(uninitialized: X.columns), try Buffer(uninitialized: X.columns)
    )
    (minimum, maximum) = (
      try Buffer(parts.minimum.base, count: X.columns),
      try Buffer(parts.maximum.base, count: X.columns)
    )
    for column in 0..<X.columns {
      // A constant column has deviation 0, regardless of rounding in its squares.
      let isConstant = minimum.base[column] == maximum.base[column]
      mean.base[column] =
        isConstant ? minimum.base[column] : origin.base[column] + parts.mean.base[column]
      standardDeviation.base[column] =
        isConstant ? 0 : (parts.squares.base[column] / Double(X.rows)).squareRoot()
      if !isConstant, range(column) < Self.minSquarableRange { measureSmallSpread(column, of: X) }
    }
  }

  /// The range below which squared deviations lose digits, and eventually vanish.
  static let minSquarableRange = 1e-150

  func range(_ column: Int) -> Double { maximum[column] - minimum[column] }

  /// Computes the standard deviation in units of the range, where the squares would underflow.
  private func measureSmallSpread(_ column: Int, of X: MatrixView) {
    let unit = 1 / max(range(column), 0x1p-1020).binade
    var (sum, squares) = (0.0, 0.0)
    for row in 0..<X.rows { sum += (X[row, column] - minimum[column]) * unit }
    let mean = sum / Double(X.rows)
    for row in 0..<X.rows {
      let deviation = (X[row, column] - minimum[column]) * unit - mean
      squares += deviation * deviation
    }
    standardDeviation.base[column] = (squares / Double(X.rows)).squareRoot() / unit
  }

  /// The divisor that standardises a column: its standard deviation, or 1 for a column that is
  /// constant, or constant but for rounding. Dividing by a few units in the last place would turn
  /// noise into a feature.
  package func scale(_ column: Int) -> Double {
    if let units, units[column] > 0 { return units[column] }
    let spread = standardDeviation[column]
    return spread > 0 && !isRounding(column) ? spread : 1
  }

  /// The variance of a column after it is standardised.
  func standardizedVariance(_ column: Int) -> Double {
    let spread = standardDeviation[column]
    guard let units, units[column] > 0 else { return spread > 0 ? 1 : 0 }
    return (spread / units[column]) * (spread / units[column])
  }

  /// Whether a column that is not constant varies only by a few units in the last place.
  func isRounding(_ column: Int) -> Bool {
    let rounding = 4 * max(minimum[column].magnitude, maximum[column].magnitude).ulp
    return minimum[column] < maximum[column] && standardDeviation[column] <= rounding
  }

  /// The columns that are not constant, ascending.
  var varyingColumns: [Int] { (0..<minimum.count).filter { minimum[$0] < maximum[$0] } }

  /// Centres a packed row and divides it by the scale of each column, in place.
  func standardize(_ row: UnsafeMutablePointer<Double>) {
    for column in 0..<mean.count {
      row[column] = (row[column] - mean.base[column]) / scale(column)
    }
  }
}

/// The mean and the sum of squared deviations of each column in each block, relative to a common
/// origin.
private struct BlockMoments: Sendable {
  let columns: Int
  let mean: Buffer<Double>
  let squares: Buffer<Double>
  let minimum: Buffer<Double>
  let maximum: Buffer<Double>

  init(blocks: Int, columns: Int) throws {
    let (size, overflow) = blocks.multipliedReportingOverflow(by: columns)
    guard !overflow else { throw DASError(.outOfMemory, "cannot summarize: the size overflows") }
    self.columns = columns
    mean = try Buffer(repeating: 0, count: size)
    squares = try Buffer(repeating: 0, count: size)
    minimum = try Buffer(repeating: .infinity, count: size)
    maximum = try Buffer(repeating: -.infinity, count: size)
  }

  /// Deviations from a mean add to 0 except for rounding; subtracting the square of that sum
  /// corrects both.
  func summarize(
    _ block: Int, _ rows: UnsafePointer<Double>, stride: Int, count: Int,
    about origin: Buffer<Double>
  ) {
    let (mean, squares) = (mean.base + block * columns, squares.base + block * columns)
    let (minimum, maximum) = (minimum.base + block * columns, maximum.base + block * columns)
    libdas_column_sums(count, columns, rows, stride, origin.base, mean, minimum, maximum)
    for column in 0..<columns { mean[column] /= Double(count) }
    libdas_column_squares(count, columns, rows, stride, origin.base, mean, squares)
  }

  /// Merges every block into the first, in order.
  func mergeBlocks(of X: MatrixView) {
    var merged = Double(X.blockRange(0).count)
    for block in 1..<max(X.blockCount, 1) {
      let added = Double(X.blockRange(block).count)
      let (fraction, weight) = (added / (merged + added), merged * added / (merged + added))
      for column in 0..<columns {
        let part = block * columns + column
        let step = mean.base[part] - mean.base[column]
        mean.base[column] += step * fraction
        squares.base[column] += squares.base[part] + step * step * weight
        minimum.base[column] = min(minimum.base[column], minimum.base[part])
        maximum.base[column] = max(maximum.base[column], maximum.base[part])
      }
      merged += added
    }
  }
}
