extension TrainingMoments {
  /// The model, from eigenvectors of both matrices. If a sum is not finite, its matrices stay 0.
  func mahalanobisModel() throws -> MahalanobisModel {
    let matrices = try MahalanobisModel.Matrices(
      axes: min(MahalanobisModel.maxAxes, shape.hidden), shape)
    try whiten(matrices)
    return try MahalanobisModel(matrices, remainder: mean(try shrink(matrices)))
  }

  /// Fills `axes`, and returns the sum of the squares that remain.
  private func shrink(_ matrices: MahalanobisModel.Matrices) throws -> Double {
    guard residuals.storage.elements.allSatisfy(\.isFinite) else { return distance }
    let (hidden, count) = (shape.hidden, matrices.count)
    let squares = try Self.eigenvalues(residuals)
    let others = squares.elements[..<(hidden - count)].reduce(0, +)
    let ordinary = max(
      others / Double(max(hidden - count, 1)),
      MahalanobisModel.minResidualFraction * squares.elements.reduce(0, +) / Double(hidden))
    var remainder = others
    for axis in 0..<count {
      let index = hidden - 1 - axis
      let square = squares.base[index]
      remainder += min(square, ordinary)
      guard square > ordinary else { continue }
      let weight = (1 - (ordinary / square).squareRoot()).squareRoot()
      for column in 0..<hidden {
        matrices.axes.row(axis)[column] = Float(weight * residuals[index, column])
      }
    }
    return remainder
  }

  /// Fills `center` and `whitening`.
  private func whiten(_ matrices: MahalanobisModel.Matrices) throws {
    guard weightProducts.storage.elements.allSatisfy(\.isFinite) else { return }
    let (basis, count) = (shape.basis, Double(rows))
    for row in 0..<basis {
      matrices.center.base[row] = Float(weights.base[row] / count)
      for column in row..<basis {
        weightProducts[row, column] =
          (weightProducts[row, column] - weights.base[row] * weights.base[column] / count) / count
      }
    }
    let variances = try Self.eigenvalues(weightProducts)
    let ridge = MahalanobisModel.ridge * variances.elements.reduce(0, +) / Double(basis)
    guard ridge > ScoreNormalization.minMean else { return }
    let mean = variances.elements.reduce(0) { $0 + $1 / ($1 + ridge) }
    for axis in 0..<basis {
      let factor = 1 / ((variances.base[axis] + ridge) * mean).squareRoot()
      for row in 0..<basis {
        matrices.whitening.row(row)[axis] = Float(factor * weightProducts[axis, row])
      }
    }
  }

  /// Eigenvalues, ascending and at least 0; rows become eigenvectors.
  private static func eigenvalues(_ products: Matrix) throws -> Buffer<Double> {
    let values = try LinearAlgebra.eigenDecompose(products.storage.base, order: products.rows)
    for index in 0..<values.count { values.base[index] = max(values.base[index], 0) }
    return values
  }
}
