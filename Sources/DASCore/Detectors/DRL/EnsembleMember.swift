import Glibc

/// A trained network, with what it needs to score rows.
struct EnsembleMember: Sendable {
  let input: DRLInput
  let network: DRLNetwork
  let scoreNormalization: ScoreNormalization
  private let forward: DRLForward

  /// The weight of c in r + c/4.
  private static let deviationWeight = 0.25
  /// The exponents of r + c/4, of m and of 1 + v.
  private static let misfitShare = 0.45, residualShare = 0.45, weightShare = 0.1

  init(_ input: DRLInput, _ network: DRLNetwork, _ scoreNormalization: ScoreNormalization) throws {
    (self.input, self.network, self.scoreNormalization) = (input, network, scoreNormalization)
    forward = try DRLForward(network)
  }

  /// Adds `share` of the logarithm of what the first `rows` rows score.
  func add(
    share: Double, of layers: DRLActivations, to scores: UnsafeMutablePointer<Double>, rows: Int
  ) {
    forward.run(layers, rows: rows)
    forward.decode(layers, rows: rows)
    let weight = Self.deviationWeight / scoreNormalization.deviation
    let exponent = share * Self.misfitShare
    for row in 0..<rows {
      let misfit =
        layers.distance(row) / scoreNormalization.distance + weight * layers.deviation(row)
      scores[row] += exponent * log(misfit)
    }
    addUnusual(share: share, of: layers, to: scores, rows: rows)
  }

  private func addUnusual(
    share: Double, of layers: DRLActivations, to scores: UnsafeMutablePointer<Double>, rows: Int
  ) {
    let mahalanobis = scoreNormalization.mahalanobis
    mahalanobis.shrink(layers, rows: rows)
    for row in 0..<rows {
      scores[row] += share * Self.residualShare * log(layers.distance(row) / mahalanobis.remainder)
    }
    let whitened = mahalanobis.whiten(layers, rows: rows)
    for row in 0..<rows {
      scores[row] += share * Self.weightShare * log1p(DRLActivations.square(whitened, row))
    }
  }
}
