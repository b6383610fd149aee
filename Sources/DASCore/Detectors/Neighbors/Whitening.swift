/// The map that turns Mahalanobis's distance into Euclid's (Mahalanobis, "On the generalised distance in
/// statistics", 1936): with the covariance V = L L^T, L its lower triangular root (Cholesky's),
///
///     d(x, y)^2 = (x - y)^T V^-1 (x - y) = |z(x) - z(y)|^2,   z(x) = L^-1 (x - c)
///
/// The centre c is the mean of the training rows: it changes no distance, and saves digits where rows
/// lie far from the origin. The root is frozen at the fit.
///
/// - Complexity: columns^2 / 2 a row, by substitution; columns^3 / 6 for the root.
struct Whitening: Sendable {
  enum Covariance: Sendable {
    /// That of the training rows, divided by n - 1.
    case training
    case given(Setting.SquareMatrix)
  }

  let center: Buffer<Double>
  /// L; what stands above its diagonal is 0.
  let root: Matrix

  /// The least entry on the diagonal of a root: 1 / it is finite.
  static let leastRoot = 0x1p-1000

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

  /// Solves L z = x in place, with results held within what rows may hold: see `ColumnScaling`.
  private func solve(_ values: UnsafeMutablePointer<Double>) {
    let bound = MatrixView.maxMagnitude
    for column in 0..<root.columns {
      let sum = VectorOperations.dot(root.row(column), values, count: column)
      values[column] = min(max((values[column] - sum) / root[column, column], -bound), bound)
    }
  }
}
