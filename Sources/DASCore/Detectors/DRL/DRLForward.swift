import CKernels
import Glibc

/// A network ready to run: its matrices packed as right operands of products.
///
///     h = leaky(leaky(x A1) A2),  w = leaky(x B1) B2, residual = h - w beta
///
/// with leaky(z) = max(z, 0.2 z), and w through softmax if the network normalises it. The results
/// of a row depend on that row alone, bit for bit.
///
/// - Complexity: O(hidden (inputs + hidden + basis)) a row.
struct DRLForward: Sendable {
  static let slope: Float = 0.2

  let shape: DRLShape
  let weightActivation: DRLNetwork.WeightActivation
  private let encoder1, encoder2, weightNetwork1, weightNetwork2, basis, decoder: FloatPanels

  init(_ network: DRLNetwork) throws {
    let weights = network.weights
    (shape, weightActivation) = (weights.shape, network.weightActivation)
    encoder1 = try FloatPanels(weights.encoder1)
    encoder2 = try FloatPanels(weights.encoder2)
    weightNetwork1 = try FloatPanels(weights.weightNetwork1)
    weightNetwork2 = try FloatPanels(weights.weightNetwork2)
    basis = try FloatPanels(network.basis)
    decoder = try FloatPanels(weights.decoder)
  }

  /// Packs weights of the same shape that training has changed.
  func update(_ weights: DRLWeights) {
    encoder1.pack(weights.encoder1, rows: weights.encoder1.rows)
    encoder2.pack(weights.encoder2, rows: weights.encoder2.rows)
    weightNetwork1.pack(weights.weightNetwork1, rows: weights.weightNetwork1.rows)
    weightNetwork2.pack(weights.weightNetwork2, rows: weights.weightNetwork2.rows)
    decoder.pack(weights.decoder, rows: weights.decoder.rows)
  }

  /// Fills the first `rows` rows of all of `layers` but x and y.
  func run(_ layers: DRLActivations, rows: Int) {
    let (inputs, hidden) = (shape.inputWidth, shape.hiddenWidth)
    encoder1.multiply(layers.x.base, rows: rows, inner: inputs, into: layers.encoderHidden)
    libdas_leaky_relu(layers.encoderHidden.base, rows * hidden, Self.slope)
    encoder2.multiply(layers.encoderHidden.base, rows: rows, inner: hidden, into: layers.h)
    libdas_leaky_relu(layers.h.base, rows * hidden, Self.slope)
    weightNetwork1.multiply(layers.x.base, rows: rows, inner: inputs, into: layers.weightHidden)
    libdas_leaky_relu(layers.weightHidden.base, rows * hidden, Self.slope)
    weightNetwork2.multiply(layers.weightHidden.base, rows: rows, inner: hidden, into: layers.w)
    if weightActivation == .softmax {
      for row in 0..<rows { Self.softmax(layers.w.row(row), count: shape.basis) }
    }
    basis.multiply(layers.w.base, rows: rows, inner: shape.basisWidth, into: layers.residual)
    libdas_axpby(layers.residual.base, rows * hidden, 1, layers.h.base, -1)
  }

  /// y = h D, from h.
  func decode(_ layers: DRLActivations, rows: Int) {
    decoder.multiply(layers.h.base, rows: rows, inner: shape.hiddenWidth, into: layers.y)
  }

  private static func softmax(_ row: UnsafeMutablePointer<Float>, count: Int) {
    var maximum = row[0]
    for index in 1..<count { maximum = max(maximum, row[index]) }
    var sum: Float = 0
    for index in 0..<count {
      row[index] = expf(row[index] - maximum)
      sum += row[index]
    }
    for index in 0..<count { row[index] /= sum }
  }
}
