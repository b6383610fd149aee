/// The sizes of a network, as asked for and filled up to whole vectors.
struct DRLShape: Equatable, Sendable {
  /// Features, and the constant 1 where there is one.
  let inputs: Int
  /// Neurons of the hidden layers, and coordinates of the latent space.
  let hidden: Int
  /// Basis vectors.
  let basis: Int

  var inputWidth: Int { FloatMatrix.padded(inputs) }
  var hiddenWidth: Int { FloatMatrix.padded(hidden) }
  var basisWidth: Int { FloatMatrix.padded(basis) }
}
