/// The gradient of `DRLLoss` by the weights of a network, by backpropagation, with its working
/// memory.
///
/// - Complexity: about three times a forward pass.
struct DRLGradient: Sendable {
  let gradient: DRLWeights
  let layers: DRLActivations
  let shape: DRLShape
  let loss: DRLLoss
  let forward: DRLForward
  /// Gradients by layers.
  let dh, dw, spare: FloatMatrix
  /// A layer's transpose, and a gradient as right operand.
  let transposed: FloatMatrix
  let right: FloatPanels
  /// The right operands of the backward pass.
  let backDecoder, backEncoder2, backWeightNetwork2, backBasis: FloatPanels

  /// Room for batches of up to `batch` rows.
  init(_ network: DRLNetwork, loss: DRLLoss, batch: Int) throws {
    let weights = network.weights
    (self.loss, shape) = (loss, weights.shape)
    gradient = try DRLWeights(shape)
    layers = try DRLActivations(shape, rows: batch)
    forward = try DRLForward(network)
    dh = try FloatMatrix(rows: batch, columns: shape.hidden)
    dw = try FloatMatrix(rows: batch, columns: shape.basis)
    spare = try FloatMatrix(rows: batch, columns: shape.hidden)
    let widest = max(shape.inputWidth, shape.hiddenWidth, shape.basisWidth)
    transposed = try FloatMatrix(rows: widest, columns: batch)
    right = try FloatPanels(inner: batch, width: widest)
    backDecoder = try FloatPanels(weights.decoder, transposed: true)
    backEncoder2 = try FloatPanels(weights.encoder2, transposed: true)
    backWeightNetwork2 = try FloatPanels(weights.weightNetwork2, transposed: true)
    backBasis = try FloatPanels(network.basis, transposed: true)
  }

  var weightActivation: DRLNetwork.WeightActivation { forward.weightActivation }

  /// Fills `gradient` for the first `rows` rows of `layers.x`, and returns their loss.
  func run(_ weights: DRLWeights, rows: Int) -> Float {
    take(weights)
    forward.run(layers, rows: rows)
    let loss = decomposition(rows) + alignment(rows) + backThroughWeightNetwork(rows)
    backThroughEncoder(rows)
    return loss
  }

  private func take(_ weights: DRLWeights) {
    forward.update(weights)
    backDecoder.packTransposed(weights.decoder)
    backEncoder2.packTransposed(weights.encoder2)
    backWeightNetwork2.packTransposed(weights.weightNetwork2)
  }
}
