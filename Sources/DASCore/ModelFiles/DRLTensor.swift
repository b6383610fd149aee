/// The matrices of a network that files hold.
struct DRLMatrices {
  let network: DRLNetwork
  let mahalanobis: MahalanobisModel.Matrices
}

extension EnsembleMember {
  var matrices: DRLMatrices {
    DRLMatrices(network: network, mahalanobis: scoreNormalization.mahalanobis.matrices)
  }
}

/// One matrix of every network. The weight network is `weigher` in files.
typealias DRLTensor = NetworkTensor<DRLMatrices>

extension DRLTensor {
  /// The matrices that scoring needs.
  static func all(_ shape: DRLShape, axes: Int) -> [DRLTensor] {
    let (inputs, hidden, basis) = (shape.inputs, shape.hidden, shape.basis)
    let all: [(String, Int, Int, KeyPath<DRLMatrices, FloatMatrix>)] = [
      ("encoder1", inputs, hidden, \.network.weights.encoder1),
      ("encoder2", hidden, hidden, \.network.weights.encoder2),
      ("weigher1", inputs, hidden, \.network.weights.weightNetwork1),
      ("weigher2", hidden, basis, \.network.weights.weightNetwork2),
      ("basis", basis, hidden, \.network.basis),
      ("decoder", hidden, inputs, \.network.weights.decoder),
      ("axes", axes, hidden, \.mahalanobis.axes), ("center", 1, basis, \.mahalanobis.center),
      ("whitening", basis, basis, \.mahalanobis.whitening),
    ]
    return all.map { DRLTensor(name: $0, rows: $1, columns: $2, matrix: $3) }
  }

  /// The elements of `count` networks, all finite.
  func read(
    _ count: Int, from reader: TensorReader, under prefix: String
  ) throws -> Buffer<Float> {
    let values = try reader.tensor(
      prefix + name, of: Float.self, count: count * rows * columns)
    guard values.elements.allSatisfy(\.isFinite) else {
      throw TensorReader.broken("tensor '\(prefix)\(name)' holds NaN or infinity")
    }
    return values
  }
}
