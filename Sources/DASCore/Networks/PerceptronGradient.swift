import CKernels

/// The gradient of the cross-entropy by the weights of a perceptron, by backpropagation, with its
/// working memory. Both classes weigh the same in a batch.
///
/// - Complexity: about three times a forward pass.
struct PerceptronGradient: Sendable {
  let gradient: Perceptron
  let layers: PerceptronActivations
  let forward: PerceptronForward
  /// Gradients by the hidden layers.
  private let d1, d2: FloatMatrix
  /// A layer's transpose, and a gradient as right operand.
  private let transposed: FloatMatrix
  private let right: FloatPanels
  private let backLayer2: FloatPanels

  /// Room for batches of up to `batch` rows.
  init(_ network: Perceptron, batch: Int) throws {
    let shape = network.shape
    gradient = try Perceptron(shape)
    layers = try PerceptronActivations(shape, rows: batch)
    forward = try PerceptronForward(network)
    d1 = try FloatMatrix(rows: batch, columns: shape.hidden1)
    d2 = try FloatMatrix(rows: batch, columns: shape.hidden2)
    transposed = try FloatMatrix(rows: max(shape.inputWidth, shape.width1), columns: batch)
    right = try FloatPanels(inner: batch, width: max(shape.width1, shape.width2))
    backLayer2 = try FloatPanels(network.layer2, transposed: true)
  }

  private var network: Perceptron { forward.network }

  /// Fills `gradient` for the first `rows` rows of `layers.x`, of which the first `normals` are of
  /// class 0, and returns their loss.
  @discardableResult
  func run(rows: Int, normals: Int) -> Double {
    forward.update()
    backLayer2.packTransposed(network.layer2)
    forward.run(layers, rows: rows)
    let loss = backThroughOutput(rows, normals)
    backThrough(d2, layers.hidden2, from: layers.hidden1, rows, gradient.layer2, gradient.bias2)
    backLayer2.multiply(d2.base, rows: rows, inner: d2.width, into: d1)
    backThrough(d1, layers.hidden1, from: layers.x, rows, gradient.layer1, gradient.bias1)
    return loss
  }

  /// The loss, and the gradients by the second hidden layer and by the output's weights.
  private func backThroughOutput(_ rows: Int, _ normals: Int) -> Double {
    let (output, width) = (gradient.output.base, d2.width)
    output.update(repeating: 0, count: width)
    var (loss, bias) = (0.0, 0.0)
    for row in 0..<rows {
      let logit = forward.logit(layers, row)
      let (label, count) = row < normals ? (0.0, normals) : (1, rows - normals)
      let weight = 0.5 / Double(count)
      loss += weight * PerceptronForward.crossEntropy(label == 1 ? logit : -logit)
      let slope = weight * (PerceptronForward.probability(logit) - label)
      bias += slope
      libdas_axpby(output, width, Float(slope), layers.hidden2.row(row), 1)
      libdas_axpby(d2.row(row), width, Float(slope), network.output.base, 0)
    }
    gradient.outputBias.base[0] = Float(bias)
    return loss
  }

  /// From the gradient by a hidden layer, those by its weights and biases.
  private func backThrough(
    _ d: FloatMatrix, _ layer: FloatMatrix, from input: FloatMatrix, _ rows: Int,
    _ weights: FloatMatrix, _ bias: FloatMatrix
  ) {
    libdas_leaky_relu_backward(d.base, rows * d.width, layer.base, 0)
    input.transpose(rows: rows, into: transposed)
    right.pack(d, rows: rows)
    right.multiply(transposed.base, rows: input.width, inner: rows, into: weights)
    bias.base.update(repeating: 0, count: bias.width)
    for row in 0..<rows { libdas_axpby(bias.base, bias.width, 1, d.row(row), 1) }
  }
}
