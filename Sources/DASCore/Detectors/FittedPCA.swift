/// A fitted `PCA`: a scaling of the columns, axes as rows, and a weight for each axis.
public struct FittedPCA: FittedDetector {
  public var name: String { PCA.name }
  public var columns: Int { scaling.shift.count }

  let method: PCA.Method
  let scaling: ColumnScaling
  /// The axes that score, or that span the hyperplane of the reconstruction.
  let axes: Matrix
  /// What each distance is multiplied by; 1s for the reconstruction.
  let weights: Buffer<Double>
  /// The axes as columns, for the way back from the hyperplane.
  private let transposedAxes: Matrix

  init(method: PCA.Method, scaling: ColumnScaling, axes: Matrix, weights: Buffer<Double>) throws {
    (self.method, self.scaling, self.axes, self.weights) = (method, scaling, axes, weights)
    transposedAxes = try Matrix(rows: axes.columns, columns: axes.rows)
    for axis in 0..<axes.rows {
      for column in 0..<axes.columns { transposedAxes[column, axis] = axes[axis, column] }
    }
  }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    if axes.rows == 0, method == .eigen {
      scores.update(repeating: 0, count: X.rows)
      return
    }
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      let rows = try Matrix(rows: range.count, columns: columns)
      scaling.apply(to: X, range, into: rows.storage.base)
      switch method {
      case .eigen: try addDistances(rows, to: scores + range.lowerBound)
      case .reconstruction: try addErrors(rows, to: scores + range.lowerBound)
      }
    }
  }
}

// MARK: - Distances to the axes

extension FittedPCA {
  /// |x - v|^2 = |x|^2 - 2 x.v + 1 by one matrix product.
  ///
  /// The sum cancels where x lies close to v. Below 1/1000 of its terms, the rounding of the product
  /// would show: such a row is measured once more, difference by difference.
  private func addDistances(_ rows: Matrix, to scores: UnsafeMutablePointer<Double>) throws {
    let products = try Matrix(rows: rows.rows, columns: axes.rows)
    LinearAlgebra.multiplyTransposed(
      rows.storage.base, stride: columns, rows: rows.rows, axes.storage.base, stride: columns,
      rows: axes.rows, inner: columns, into: products.storage.base, stride: axes.rows, alpha: -2)
    for row in 0..<rows.rows {
      let norm = Vectors.squaredNorm(rows.row(row), count: columns) + 1
      let distances = products.row(row)
      for axis in 0..<axes.rows { distances[axis] = max(distances[axis] + norm, 0).squareRoot() }
      let (sum, least) = Vectors.weightedSum(distances, weights: weights.base, count: axes.rows)
      scores[row] = least * least > norm * 1e-3 ? sum : measuredDistances(rows.row(row))
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
  private func addErrors(_ rows: Matrix, to scores: UnsafeMutablePointer<Double>) throws {
    if axes.rows > 0 {
      let coordinates = try Matrix(rows: rows.rows, columns: axes.rows)
      LinearAlgebra.multiplyTransposed(
        rows.storage.base, stride: columns, rows: rows.rows, axes.storage.base, stride: columns,
        rows: axes.rows, inner: columns, into: coordinates.storage.base, stride: axes.rows)
      LinearAlgebra.multiplyTransposed(
        coordinates.storage.base, stride: axes.rows, rows: rows.rows, transposedAxes.storage.base,
        stride: axes.rows, rows: columns, inner: axes.rows, into: rows.storage.base,
        stride: columns, alpha: -1, beta: 1)
    }
    for row in 0..<rows.rows {
      scores[row] = Vectors.squaredNorm(rows.row(row), count: columns)
    }
  }
}
