/// A network: trained matrices, and the basis that its latent space was given at the start.
struct DRLNetwork: Sendable {
  /// How the output of the weight network becomes the weights of the basis vectors.
  enum WeightActivation: String, CaseIterable, Sendable {
    /// Unchanged, as in the published code: rows are decomposed in the basis vectors' span.
    case linear
    /// Positive with sum 1, as in the paper: rows lie between the basis vectors.
    case softmax
  }

  let weights: DRLWeights
  /// Orthonormal vectors as rows, padded with zeros; independent of data and training.
  let basis: FloatMatrix
  let weightActivation: WeightActivation

  var shape: DRLShape { weights.shape }

  init(weights: DRLWeights, basis: FloatMatrix, weightActivation: WeightActivation) {
    (self.weights, self.basis, self.weightActivation) = (weights, basis, weightActivation)
  }

  /// A network of zeros, to be filled.
  init(zeros shape: DRLShape, _ weightActivation: WeightActivation) throws {
    self.init(
      weights: try DRLWeights(shape),
      basis: try FloatMatrix(rows: shape.basisWidth, columns: shape.hidden),
      weightActivation: weightActivation)
  }

  /// An untrained network.
  init(
    _ shape: DRLShape, weightActivation: WeightActivation, from stream: inout RandomStream
  ) throws {
    self.init(
      weights: try DRLWeights(shape, from: &stream),
      basis: try Self.orthonormal(shape, from: &stream), weightActivation: weightActivation)
  }

  /// Normal vectors orthonormalised by Gram and Schmidt, twice, so that rounding does not
  /// accumulate.
  private static func orthonormal(
    _ shape: DRLShape, from stream: inout RandomStream
  ) throws -> FloatMatrix {
    let vectors = try Matrix(rows: shape.basis, columns: shape.hidden)
    for element in 0..<vectors.storage.count { vectors.storage.base[element] = stream.normal() }
    for _ in 0..<2 {
      for index in 0..<shape.basis {
        let vector = vectors.row(index)
        for other in 0..<index { remove(vectors.row(other), from: vector, count: shape.hidden) }
        let length = VectorOperations.squaredNorm(vector, count: shape.hidden).squareRoot()
        for column in 0..<shape.hidden { vector[column] /= length }
      }
    }
    let basis = try FloatMatrix(rows: shape.basisWidth, columns: shape.hidden)
    for index in 0..<shape.basis {
      for column in 0..<shape.hidden { basis.row(index)[column] = Float(vectors[index, column]) }
    }
    return basis
  }

  /// Subtracts the projection on a unit vector.
  private static func remove(
    _ unit: UnsafePointer<Double>, from vector: UnsafeMutablePointer<Double>, count: Int
  ) {
    var along = 0.0
    for column in 0..<count { along += unit[column] * vector[column] }
    for column in 0..<count { vector[column] -= along * unit[column] }
  }
}
