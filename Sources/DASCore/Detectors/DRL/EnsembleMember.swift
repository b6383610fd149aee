import Glibc

/// A trained network of the ensemble, with the normalisation of its score.
struct EnsembleMember: Sendable {
  let input: DRLInput
  let network: DRLNetwork
  let scoreNormalization: ScoreNormalization
  private let forward: DRLForward

  /// The weight of c in r + c/4.
  private static let deviationWeight = 0.25
  /// The exponents of r + c/4, of m and of 1 + v.
  private static let misfitExponent = 0.45, residualExponent = 0.45, weightExponent = 0.1

  init(_ input: DRLInput, _ network: DRLNetwork, _ scoreNormalization: ScoreNormalization) throws {
    (self.input, self.network, self.scoreNormalization) = (input, network, scoreNormalization)
    forward = try DRLForward(network)
  }

  /// Adds the logarithm of the scores of the first `rows` rows, times `weight`.
  func add(
    weight: Double, of layers: DRLActivations, to scores: UnsafeMutablePointer<Double>, rows: Int
  ) {
    forward.run(layers, rows: rows)
    forward.decode(layers, rows: rows)
    let deviationFactor = Self.deviationWeight / scoreNormalization.deviation
    let exponent = weight * Self.misfitExponent
    for row in 0..<rows {
      let misfit =
        layers.distance(row) / scoreNormalization.distance + deviationFactor * layers.deviation(row)
      scores[row] += exponent * log(misfit)
    }
    addMahalanobis(weight: weight, of: layers, to: scores, rows: rows)
  }

  private func addMahalanobis(
    weight: Double, of layers: DRLActivations, to scores: UnsafeMutablePointer<Double>, rows: Int
  ) {
    let mahalanobis = scoreNormalization.mahalanobis
    mahalanobis.shrink(layers, rows: rows)
    for row in 0..<rows {
      scores[row] +=
        weight * Self.residualExponent * log(layers.distance(row) / mahalanobis.remainder)
    }
    let whitened = mahalanobis.whiten(layers, rows: rows)
    for row in 0..<rows {
      scores[row] += weight * Self.weightExponent * log1p(DRLActivations.square(whitened, row))
    }
  }
}
