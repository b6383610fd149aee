/// A multilayer perceptron with two hidden layers and one logistic output:
///
///     p(x) = logistic(relu(relu(x A1 + b1) A2 + b2) . c + d)
///
/// Its weights lie padded with zeros, back to back in one buffer. The same type holds their
/// gradients. All rows and columns beyond the shape stay 0: their gradients are.
struct Perceptron: Sendable {
  /// The maximum magnitude of a weight: sums of a trained network are finite in single precision.
  static let bound: Float = 1e6

  let shape: Shape
  let storage: Buffer<Float>
  /// A1 and A2.
  let layer1, layer2: FloatMatrix
  /// b1, b2, c and d, each of one row.
  let bias1, bias2, output, outputBias: FloatMatrix

  /// The sizes of the layers, and their widths padded to whole vectors.
  struct Shape: Equatable, Sendable {
    let inputs, hidden1, hidden2: Int

    var inputWidth: Int { FloatMatrix.padded(inputs) }
    var width1: Int { FloatMatrix.padded(hidden1) }
    var width2: Int { FloatMatrix.padded(hidden2) }
  }

  /// Zeros.
  init(_ shape: Shape) throws {
    let (width1, width2) = (shape.width1, shape.width2)
    let sizes = [
      (shape.inputWidth, width1), (width1, width2), (1, width1), (1, width2), (1, width2),
      (1, FloatMatrix.step),
    ]
    let storage = try Buffer<Float>(repeating: 0, count: sizes.reduce(0) { $0 + $1.0 * $1.1 })
    var next = 0
    let matrices = sizes.map { rows, width in
      defer { next += rows * width }
      return FloatMatrix(storage.base + next, rows: rows, width: width, owner: storage)
    }
    (self.shape, self.storage) = (shape, storage)
    (layer1, layer2) = (matrices[0], matrices[1])
    (bias1, bias2, output, outputBias) = (matrices[2], matrices[3], matrices[4], matrices[5])
  }

  /// Uniform in ±sqrt(6 / (inputs + outputs)) of each layer (Glorot and Bengio, 2010), biases too,
  /// as scikit-learn's MLPClassifier starts; 0 for inputs that `isUsed` denies.
  init(_ shape: Shape, isUsed: (_ input: Int) -> Bool, from stream: inout RandomStream) throws {
    try self.init(shape)
    let (inputs, hidden1, hidden2) = (shape.inputs, shape.hidden1, shape.hidden2)
    let layers = [
      (layer1, bias1, inputs, hidden1), (layer2, bias2, hidden1, hidden2),
    ]
    for (layer, bias, rows, columns) in layers {
      let bound = (6 / Double(rows + columns)).squareRoot()
      for row in 0..<rows {
        stream.fill(layer.row(row), columns, bound)
      }
      stream.fill(bias.base, columns, bound)
    }
    let bound = (2 / Double(hidden2 + 1)).squareRoot()
    stream.fill(output.base, hidden2, bound)
    stream.fill(outputBias.base, 1, bound)
    for input in 0..<inputs where !isUsed(input) {
      layer1.row(input).update(repeating: 0, count: layer1.width)
    }
  }
}

extension RandomStream {
  fileprivate mutating func fill(
    _ target: UnsafeMutablePointer<Float>, _ count: Int, _ bound: Double
  ) {
    for index in 0..<count { target[index] = Float(uniform(-bound, bound)) }
  }
}
