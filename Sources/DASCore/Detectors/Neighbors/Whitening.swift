/// The map that turns the Mahalanobis distance into the Euclidean one (Mahalanobis, "On the
/// generalised distance in statistics", 1936): with the covariance V = L L^T, L its lower
/// triangular Cholesky factor,
///
///     d(x, y)^2 = (x - y)^T V^-1 (x - y) = |z(x) - z(y)|^2,   z(x) = L^-1 (x - c)
///
/// The centre c is the mean of the training rows: it changes no distance, and saves digits if rows
/// lie far from the origin. The factor is frozen at the fit.
///
/// - Complexity: columns^2 / 2 a row, by substitution; columns^3 / 6 for the factor.
struct Whitening: Sendable {
  enum Covariance: Sendable {
    /// The training rows' own, divided by n - 1.
    case training
    case given(Setting.SquareMatrix)
  }

  let center: Buffer<Double>
  /// L, with zeros above its diagonal.
  let root: Matrix

  /// The minimum entry on the diagonal of a root: its inverse is finite.
  static let minRoot = 0x1p-1000

  /// z of all rows.
  func apply(to X: MatrixView, on execution: Execution) throws -> Matrix {
    let whitened = try Matrix(rows: X.rows, columns: X.columns)
    try write(X, into: whitened.storage.base, on: execution)
    return whitened
  }

  /// Writes z of all rows, packed. Each is computed by itself, in one order.
  func write(
    _ X: MatrixView, into target: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try execution.forEach(X.blockCount) { block in
      for row in X.blockRange(block) {
        let values = target + row * X.columns
        X.copyRow(row, into: values)
        for column in 0..<X.columns { values[column] -= center.base[column] }
        solve(values)
      }
    }
  }

  /// Solves L z = x in place, clamped to `MatrixView.maxMagnitude` as in `ColumnScaling`.
  private func solve(_ values: UnsafeMutablePointer<Double>) {
    let bound = MatrixView.maxMagnitude
    for column in 0..<root.columns {
      let sum = VectorOperations.dot(root.row(column), values, count: column)
      values[column] = min(max((values[column] - sum) / root[column, column], -bound), bound)
    }
  }
}
