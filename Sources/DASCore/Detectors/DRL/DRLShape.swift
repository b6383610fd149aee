/// The sizes of a network, and their widths padded to whole vectors.
struct DRLShape: Equatable, Sendable {
  /// The features, and the constant 1 if there is one.
  let inputs: Int
  /// The neurons of the hidden layers, and the coordinates of the latent space.
  let hidden: Int
  /// The basis vectors.
  let basis: Int

  var inputWidth: Int { FloatMatrix.padded(inputs) }
  var hiddenWidth: Int { FloatMatrix.padded(hidden) }
  var basisWidth: Int { FloatMatrix.padded(basis) }
}
