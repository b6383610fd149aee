/// Sums over the training rows of a network, from which its score is normalised.
struct TrainingMoments: Sendable {
  let shape: DRLShape
  private(set) var rows = 0
  private(set) var distance = 0.0
  private var deviation = 0.0
  /// The sum of e e^T over residuals e, in the upper triangle.
  let residuals: Matrix
  /// The sum of weights w, and that of w w^T in the upper triangle.
  let weights: Buffer<Double>
  let weightProducts: Matrix

  init(_ shape: DRLShape) throws {
    self.shape = shape
    residuals = try Self.zeros(shape.hidden)
    weights = try Buffer(repeating: 0, count: shape.basis)
    weightProducts = try Self.zeros(shape.basis)
  }

  private static func zeros(_ order: Int) throws -> Matrix {
    let matrix = try Matrix(rows: order, columns: order)
    matrix.storage.base.update(repeating: 0, count: matrix.storage.count)
    return matrix
  }

  /// Adds the first `count` rows of `layers`; overwrites y.
  mutating func add(_ layers: DRLActivations, rows count: Int) throws {
    for row in 0..<count {
      distance += layers.distance(row)
      deviation += layers.deviation(row)
      for vector in 0..<shape.basis { weights.base[vector] += Double(layers.w.row(row)[vector]) }
    }
    try Self.add(layers.residual, rows: count, columns: shape.hidden, to: residuals)
    try Self.add(layers.w, rows: count, columns: shape.basis, to: weightProducts)
    rows += count
  }

  private static func add(
    _ layer: FloatMatrix, rows: Int, columns: Int, to products: Matrix
  ) throws {
    let values = try Buffer<Double>(uninitialized: rows * columns)
    for row in 0..<rows {
      for column in 0..<columns {
        values.base[row * columns + column] = Double(layer.row(row)[column])
      }
    }
    LinearAlgebra.addGram(
      of: values.base, stride: columns, rows: rows, columns: columns, to: products.storage.base)
  }

  /// The means and the model. Consumes the products, so it is called once.
  func scoreNormalization() throws -> ScoreNormalization {
    ScoreNormalization(
      distance: mean(distance), deviation: mean(deviation), mahalanobis: try mahalanobisModel())
  }

  func mean(_ sum: Double) -> Double { max(sum / Double(rows), ScoreNormalization.minMean) }
}
