/// The activations of a perceptron for some rows.
struct PerceptronActivations: Sendable {
  /// The inputs.
  let x: FloatMatrix
  /// The hidden layers.
  let hidden1, hidden2: FloatMatrix

  /// The number of elements in the layers of `rows` rows.
  static func size(_ shape: Perceptron.Shape, rows: Int) -> Int {
    rows * (shape.inputWidth + shape.width1 + shape.width2)
  }

  /// Layers in memory for `size` elements, of `owner` or of the caller.
  init(
    _ shape: Perceptron.Shape, rows: Int, in memory: UnsafeMutablePointer<Float>,
    owner: Buffer<Float>? = nil
  ) {
    let first = memory + rows * shape.inputWidth
    x = FloatMatrix(memory, rows: rows, width: shape.inputWidth, owner: owner)
    hidden1 = FloatMatrix(first, rows: rows, width: shape.width1, owner: owner)
    hidden2 = FloatMatrix(
      first + rows * shape.width1, rows: rows, width: shape.width2, owner: owner)
  }

  /// Layers of zeros in memory of their own.
  init(_ shape: Perceptron.Shape, rows: Int) throws {
    let memory = try Buffer<Float>(repeating: 0, count: Self.size(shape, rows: rows))
    self.init(shape, rows: rows, in: memory.base, owner: memory)
  }
}
