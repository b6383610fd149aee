/// One matrix of every perceptron.
typealias MLPTensor = NetworkTensor<Perceptron>

extension MLPTensor {
  static func all(_ shape: Perceptron.Shape) -> [MLPTensor] {
    let (inputs, hidden1, hidden2) = (shape.inputs, shape.hidden1, shape.hidden2)
    let all: [(String, Int, Int, KeyPath<Perceptron, FloatMatrix>)] = [
      ("layer1", inputs, hidden1, \.layer1), ("bias1", 1, hidden1, \.bias1),
      ("layer2", hidden1, hidden2, \.layer2), ("bias2", 1, hidden2, \.bias2),
      ("output", 1, hidden2, \.output), ("output_bias", 1, 1, \.outputBias),
    ]
    return all.map { MLPTensor(name: $0, rows: $1, columns: $2, matrix: $3) }
  }

  /// The elements of `count` networks, none so large that a sum could overflow.
  func read(
    _ count: Int, from reader: TensorReader, under prefix: String
  ) throws -> Buffer<Float> {
    let values = try reader.tensor(prefix + name, of: Float.self, count: count * rows * columns)
    guard values.elements.allSatisfy({ $0.magnitude <= Perceptron.bound }) else {
      throw TensorReader.broken("tensor '\(prefix)\(name)' holds NaN, infinity or huge values")
    }
    return values
  }
}
