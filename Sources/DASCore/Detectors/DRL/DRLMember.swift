import Glibc

/// A trained network, with what it needs to score rows.
struct DRLMember: Sendable {
  let input: DRLInput
  let network: DRLNetwork
  let summary: DRLSummary
  private let forward: DRLForward

  /// The weight of c in r + c/4.
  private static let deviationWeight = 0.25
  /// The exponents of r + c/4, of m and of 1 + v; the first is 1 where there are no others.
  private static let misfitShare = 0.45, residualShare = 0.45, weightShare = 0.1

  init(_ input: DRLInput, _ network: DRLNetwork, _ summary: DRLSummary) throws {
    (self.input, self.network, self.summary) = (input, network, summary)
    forward = try DRLForward(network)
  }

  /// Adds `share` of what the first `rows` rows get: of its logarithm, where there is a decoder.
  func add(
    share: Double, of layers: DRLActivations, to scores: UnsafeMutablePointer<Double>, rows: Int
  ) {
    forward.run(layers, rows: rows)
    guard let deviation = summary.deviation else {
      let factor = share / summary.distance
      for row in 0..<rows { scores[row] += factor * layers.distance(row) }
      return
    }
    forward.decode(layers, rows: rows)
    let weight = Self.deviationWeight / deviation
    let exponent = share * (summary.spread == nil ? 1 : Self.misfitShare)
    for row in 0..<rows {
      let misfit = layers.distance(row) / summary.distance + weight * layers.deviation(row)
      scores[row] += exponent * log(misfit)
    }
    if let spread = summary.spread {
      addUnusual(spread, share: share, of: layers, to: scores, rows: rows)
    }
  }

  private func addUnusual(
    _ spread: DRLSpread, share: Double, of layers: DRLActivations,
    to scores: UnsafeMutablePointer<Double>, rows: Int
  ) {
    spread.shrink(layers, rows: rows)
    for row in 0..<rows {
      scores[row] += share * Self.residualShare * log(layers.distance(row) / spread.remainder)
    }
    let whitened = spread.whiten(layers, rows: rows)
    for row in 0..<rows {
      scores[row] += share * Self.weightShare * log1p(DRLActivations.square(whitened, row))
    }
  }
}
