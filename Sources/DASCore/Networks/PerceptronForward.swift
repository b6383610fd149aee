import CKernels
import Glibc

/// A perceptron ready to run: its matrices packed as right operands of products.
///
/// The probability of a row depends on that row alone, bit for bit.
///
/// - Complexity: O(inputs hidden1 + hidden1 hidden2) a row.
struct PerceptronForward: Sendable {
  let network: Perceptron
  private let layer1, layer2: FloatPanels

  init(_ network: Perceptron) throws {
    self.network = network
    layer1 = try FloatPanels(network.layer1)
    layer2 = try FloatPanels(network.layer2)
  }

  /// Packs weights that training has changed.
  func update() {
    layer1.pack(network.layer1, rows: network.layer1.rows)
    layer2.pack(network.layer2, rows: network.layer2.rows)
  }

  /// Fills the hidden layers of the first `rows` rows.
  func run(_ layers: PerceptronActivations, rows: Int) {
    let shape = network.shape
    layer1.multiply(layers.x.base, rows: rows, inner: shape.inputWidth, into: layers.hidden1)
    activate(layers.hidden1, network.bias1, rows: rows)
    layer2.multiply(layers.hidden1.base, rows: rows, inner: shape.width1, into: layers.hidden2)
    activate(layers.hidden2, network.bias2, rows: rows)
  }

  private func activate(_ layer: FloatMatrix, _ bias: FloatMatrix, rows: Int) {
    for row in 0..<rows { libdas_axpby(layer.row(row), layer.width, 1, bias.base, 1) }
    libdas_leaky_relu(layer.base, rows * layer.width, 0)
  }

  /// The log-odds of a row, from its hidden layers.
  @inline(__always)
  func logit(_ layers: PerceptronActivations, _ row: Int) -> Double {
    let hidden = layers.hidden2
    return Double(libdas_dot(hidden.row(row), network.output.base, hidden.width))
      + Double(network.outputBias.base[0])
  }

  static func probability(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }

  /// -log p of a row of class 1, and -log (1 - p) of -logit.
  static func crossEntropy(_ logit: Double) -> Double {
    max(-logit, 0) + log1p(exp(-logit.magnitude))
  }
}
