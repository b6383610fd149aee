import CKernels

/// A fitted `PCA`: a scaling of the columns, axes as rows, and a weight for each axis.
package struct FittedPCA: FittedDetector {
  package var name: String { PCA.name }
  package var columns: Int { scaling.shift.count }

  let method: PCA.Method
  let scaling: ColumnScaling
  /// The axes that score, or that span the hyperplane of the reconstruction.
  let axes: Matrix
  /// The weight of each distance; 1 for the reconstruction.
  let weights: Buffer<Double>
  /// The axes as columns, as products take them.
  private let transposedAxes: Matrix

  init(method: PCA.Method, scaling: ColumnScaling, axes: Matrix, weights: Buffer<Double>) throws {
    (self.method, self.scaling, self.axes, self.weights) = (method, scaling, axes, weights)
    transposedAxes = try Matrix(rows: axes.columns, columns: axes.rows)
    for axis in 0..<axes.rows {
      for column in 0..<axes.columns { transposedAxes[column, axis] = axes[axis, column] }
    }
  }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    if axes.rows == 0, method == .eigen {
      scores.update(repeating: 0, count: X.rows)
      return
    }
    try execution.forEach(X.blockCount) { block in
      let products = try execution.scratch(ColumnScaling.tileRows * axes.rows)
      try scaling.forEachTile(of: X, X.blockRange(block), on: execution) { rows, tile in
        switch method {
        case .eigen: addDistances(rows, of: X, tile, products.base, to: scores)
        case .reconstruction: addErrors(rows, of: X, tile, products.base, to: scores)
        }
      }
    }
  }
}

// MARK: - Distances to the axes

extension FittedPCA {
  /// |x - v|^2 = |x|^2 - 2 x.v + 1 by one matrix product.
  ///
  /// The sum cancels if x is close to v. Below 1/1000 of its terms, the rounding of the product
  /// would matter: such a row is measured again from differences.
  private func addDistances(
    _ rows: UnsafePointer<Double>, of X: MatrixView, _ tile: Range<Int>,
    _ products: UnsafeMutablePointer<Double>, to scores: UnsafeMutablePointer<Double>
  ) {
    LinearAlgebra.multiply(
      rows, stride: columns, rows: tile.count, transposedAxes.storage.base, stride: axes.rows,
      columns: axes.rows, inner: columns, into: products, stride: axes.rows, alpha: -2)
    for row in 0..<tile.count {
      X.prefetch(tile.upperBound + row)
      let x = rows + row * columns
      var minRatio = 0.0
      let sum = libdas_weighted_distances(
        products + row * axes.rows, axes.rows, weights.base, x, columns, &minRatio)
      scores[tile.lowerBound + row] = (minRatio > 1e-3 ? sum : measuredDistances(x)).clampedToFinite
    }
  }

  private func measuredDistances(_ row: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    for index in 0..<axes.rows {
      let axis = axes.row(index)
      var square = 0.0
      for column in 0..<columns {
        square += (row[column] - axis[column]) * (row[column] - axis[column])
      }
      sum += weights.base[index] * square.squareRoot()
    }
    return sum
  }
}

// MARK: - Reconstruction

extension FittedPCA {
  /// |x - V^T V x|^2, from the residual itself: |x|^2 - |V x|^2 would cancel.
  private func addErrors(
    _ rows: UnsafeMutablePointer<Double>, of X: MatrixView, _ tile: Range<Int>,
    _ coordinates: UnsafeMutablePointer<Double>, to scores: UnsafeMutablePointer<Double>
  ) {
    if axes.rows > 0 {
      LinearAlgebra.multiply(
        rows, stride: columns, rows: tile.count, transposedAxes.storage.base, stride: axes.rows,
        columns: axes.rows, inner: columns, into: coordinates, stride: axes.rows)
      LinearAlgebra.multiply(
        coordinates, stride: axes.rows, rows: tile.count, axes.storage.base, stride: columns,
        columns: columns, inner: axes.rows, into: rows, stride: columns, alpha: -1, beta: 1)
    }
    for row in 0..<tile.count {
      X.prefetch(tile.upperBound + row)
      scores[tile.lowerBound + row] =
        VectorOperations.squaredNorm(rows + row * columns, count: columns).clampedToFinite
    }
  }
}
