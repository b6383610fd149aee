extension Whitening {
  /// The fraction of a column's variance below which its part independent of the columns before it
  /// is rounding.
  private static let minVarianceFraction = 1e-10

  init(of X: MatrixView, _ covariance: Covariance, on execution: Execution) throws {
    let statistics = try ColumnStatistics(X, on: execution)
    center = statistics.mean
    switch covariance {
    case .training:
      root = try Self.root(ofRows: X, statistics, on: execution)
    case .given(let matrix):
      guard matrix.order == X.columns else {
        throw DASError(
          .shapeMismatch,
          "covariance is \(matrix.order) x \(matrix.order), but the rows have \(X.columns) columns")
      }
      root = try Self.root(of: matrix)
    }
  }

  /// From the correlations of standardised columns, so that scales cost no digits.
  private static func root(
    ofRows X: MatrixView, _ statistics: ColumnStatistics, on execution: Execution
  ) throws -> Matrix {
    let name = "the covariance of the training rows"
    guard X.rows > X.columns else {
      throw DASError(
        .invalidData,
        "\(name) is singular: \(X.rows) rows of \(X.columns) columns; at least \(X.columns + 1) "
          + "rows are needed for metric 'mahalanobis'")
    }
    let scaling = try ColumnScaling.standardizing(statistics)
    let upper = try PrincipalAxes.covariance(X, scaling, on: execution)
    let unbiased = (Double(X.rows) / Double(X.rows - 1)).squareRoot()
    let deviations = (0..<X.columns).map { unbiased * statistics.scale($0) }
    return try root(name, deviations) { upper[min($0, $1), max($0, $1)] }
  }

  private static func root(of matrix: Setting.SquareMatrix) throws -> Matrix {
    let order = 0..<matrix.order
    for row in order {
      for column in 0..<row {
        let (value, other) = (matrix[row, column], matrix[column, row])
        guard (value - other).magnitude <= 1e-8 * max(value.magnitude, other.magnitude) else {
          throw DASError(
            .invalidArgument,
            "covariance has \(value) at (\(row), \(column)) and \(other) at (\(column), \(row)); "
              + "it is to be symmetric")
        }
      }
      guard matrix[row, row] > 0 else {
        throw DASError(
          .invalidArgument,
          "covariance has \(matrix[row, row]) at (\(row), \(row)); a variance is above 0")
      }
    }
    let deviations = order.map { matrix[$0, $0].squareRoot() }
    return try root("covariance", deviations) {
      matrix[$0, $1] / deviations[$0] / deviations[$1]
    }
  }

  /// The Cholesky factor of the correlations, its rows multiplied by the deviations.
  private static func root(
    _ name: String, _ deviations: [Double], correlation: (Int, Int) -> Double
  ) throws -> Matrix {
    let columns = deviations.count
    let root = try Matrix(rows: columns, columns: columns)
    for row in 0..<columns {
      let values = root.row(row)
      for column in 0..<row {
        let sum = VectorOperations.dot(values, root.row(column), count: column)
        values[column] = (correlation(row, column) - sum) / root[column, column]
      }
      let rest = correlation(row, row) - VectorOperations.squaredNorm(values, count: row)
      guard rest > minVarianceFraction else { throw singular(name, column: row) }
      values[row] = rest.squareRoot()
      for column in row + 1..<max(columns, row + 1) { values[column] = 0 }
    }
    for row in 0..<columns {
      for column in 0...row { root[row, column] *= deviations[row] }
      guard root[row, row] >= minRoot else { throw singular(name, column: row) }
    }
    return root
  }

  private static func singular(_ name: String, column: Int) -> DASError {
    DASError(
      .invalidData,
      "\(name) is singular: column \(column) is constant or a linear combination of the columns "
        + "before it; leave it out, or give another covariance")
  }
}
