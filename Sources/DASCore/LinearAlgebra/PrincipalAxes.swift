/// The principal axes of a table: the eigenvectors v of its covariance matrix, with eigenvalues
/// lambda, the variances along them (Pearson, "On lines and planes of closest fit to systems of
/// points in space", 1901).
///
/// Signs follow scikit-learn's convention: the entry of largest magnitude is positive. Magnitudes
/// that differ only by rounding count as equal, and the first of them decides; otherwise the sign
/// of (1, -1) / sqrt 2, an axis of every standardised pair of columns, would depend on rounding.
struct PrincipalAxes: Sendable {
  /// Unit vectors as rows, by descending variance; min(rows, columns) or `columns` of them.
  let axes: Matrix
  /// Variances (divided by n) along the axes, descending, at least 0.
  let variances: Buffer<Double>

  /// The axes of X after `scaling`, which removes the mean.
  ///
  /// The covariance matrix costs n d^2 + O(d^3) and resolves variances to 1e-16 of the largest.
  /// Short tables, under 10 rows a column, use the singular value decomposition instead, which
  /// resolves small variances better and needs no d x d matrix if there are more columns than rows.
  init(_ X: MatrixView, _ scaling: ColumnScaling, on execution: Execution) throws {
    if X.rows / 10 < X.columns {
      (axes, variances) = try Self.ofShortTable(X, scaling)
    } else {
      (axes, variances) = try Self.ofCovariance(X, scaling, on: execution)
    }
    for index in 0..<axes.rows { Self.orient(axes.row(index), count: axes.columns) }
  }

  private static func orient(_ axis: UnsafeMutablePointer<Double>, count: Int) {
    var largest = 0.0
    for column in 0..<count { largest = max(largest, axis[column].magnitude) }
    let nearlyLargest = largest * (1 - 1e-9)
    guard let first = (0..<count).first(where: { axis[$0].magnitude >= nearlyLargest }),
      axis[first] < 0
    else { return }
    for column in 0..<count { axis[column] = -axis[column] }
  }
}

// MARK: - The two decompositions

extension PrincipalAxes {
  private static func ofShortTable(
    _ X: MatrixView, _ scaling: ColumnScaling
  ) throws -> (Matrix, Buffer<Double>) {
    let scaled = try Matrix(rows: X.rows, columns: X.columns)
    scaling.apply(to: X, 0..<X.rows, into: scaled.storage.base)
    removeMeans(of: scaled)
    let axes = try Matrix(rows: min(X.rows, X.columns), columns: X.columns)
    let variances = try LinearAlgebra.singularDecompose(
      scaled.storage.base, rows: X.rows, columns: X.columns, vectors: axes.storage.base)
    for index in 0..<variances.count {
      variances.base[index] *= variances.base[index] / Double(X.rows)
    }
    return (axes, variances)
  }

  /// Removes what rounding left of the means, which would appear as a variance of its own.
  private static func removeMeans(of table: Matrix) {
    for column in 0..<table.columns {
      var sum = 0.0
      for row in 0..<table.rows { sum += table[row, column] }
      let mean = sum / Double(table.rows)
      for row in 0..<table.rows { table[row, column] -= mean }
    }
  }

  private static func ofCovariance(
    _ X: MatrixView, _ scaling: ColumnScaling, on execution: Execution
  ) throws -> (Matrix, Buffer<Double>) {
    let covariance = try covariance(X, scaling, on: execution)
    let columns = X.columns
    let ascending = try LinearAlgebra.eigenDecompose(covariance.storage.base, order: columns)
    try execution.checkCancelled()
    let axes = try Matrix(rows: columns, columns: columns)
    let variances = try Buffer<Double>(uninitialized: columns)
    for index in 0..<columns {
      variances.base[index] = max(ascending.base[columns - 1 - index], 0)
      axes.row(index).update(from: covariance.row(columns - 1 - index), count: columns)
    }
    return (axes, variances)
  }

  /// The covariance matrix, in the upper triangle.
  ///
  /// Rows are divided into a few groups, by the shape of the table alone. Each group adds its
  /// blocks to a matrix of its own in order, and the groups are added in order.
  static func covariance(
    _ X: MatrixView, _ scaling: ColumnScaling, on execution: Execution
  ) throws -> Matrix {
    let groups = groupCount(rows: X.rows, columns: X.columns)
    let parts = try (0..<groups).map { _ in try GramPart(columns: X.columns) }
    try execution.forEach(groups) { group in
      let blocks = (X.blockCount * group / groups)..<(X.blockCount * (group + 1) / groups)
      try parts[group].add(X, blocks: blocks, scaling, on: execution)
    }
    let total = parts[0]
    for part in parts.dropFirst() { total.add(part) }
    return total.covariance(rows: X.rows)
  }

  /// At most 16, and few enough for the groups' matrices to take at most a quarter of the table's
  /// memory.
  private static func groupCount(rows: Int, columns: Int) -> Int {
    max(1, min(16, rows / (4 * max(columns, MatrixView.blockRows / 4))))
  }
}

/// The sums of scaled rows and of their products over some blocks.
private struct GramPart {
  let products: Matrix
  let sums: Buffer<Double>

  init(columns: Int) throws {
    products = try Matrix(rows: columns, columns: columns)
    products.storage.base.update(repeating: 0, count: columns * columns)
    sums = try Buffer(repeating: 0, count: columns)
  }

  func add(
    _ X: MatrixView, blocks: Range<Int>, _ scaling: ColumnScaling, on execution: Execution
  ) throws {
    for block in blocks {
      try execution.checkCancelled()
      try scaling.forEachTile(of: X, X.blockRange(block), on: execution) { rows, tile in
        LinearAlgebra.addGram(
          of: rows, stride: X.columns, rows: tile.count, columns: X.columns,
          to: products.storage.base)
        for row in 0..<tile.count {
          X.prefetch(tile.upperBound + row)
          let values = rows + row * X.columns
          for column in 0..<X.columns { sums.base[column] += values[column] }
        }
      }
    }
  }

  func add(_ other: GramPart) {
    for index in 0..<products.storage.count {
      products.storage.base[index] += other.products.storage.base[index]
    }
    for column in 0..<sums.count { sums.base[column] += other.sums.base[column] }
  }

  /// (G - s s^T / n) / n: the second term removes what rounding left of the means.
  func covariance(rows: Int) -> Matrix {
    let count = Double(rows)
    for row in 0..<sums.count {
      for column in row..<sums.count {
        products[row, column] =
          (products[row, column] - sums.base[row] * sums.base[column] / count) / count
      }
    }
    return products
  }
}
