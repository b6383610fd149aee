import Glibc

@testable import DASCore

/// The loss of DRL by its definition, row by row and pair by pair in double precision.
struct ReferenceLoss {
  typealias Weights = [[[Double]]]

  let rows: [[Double]]
  let basis: [[Double]]
  let weightActivation: DRLNetwork.WeightActivation
  var (alignment, separation) = (0.0, 0.0)

  /// The loss of a network's basis and weight activation.
  init(_ network: DRLNetwork, rows: [[Double]]) {
    (self.rows, weightActivation) = (rows, network.weightActivation)
    basis = (0..<network.shape.basis).map { vector in
      (0..<network.shape.hidden).map { Double(network.basis.row(vector)[$0]) }
    }
  }

  func callAsFunction(_ weights: Weights) -> Double {
    let layers = layers(weights)
    var sum = 0.0
    for (layer, square) in zip(layers, distances(weights)) {
      sum += max(square, square / dot(layer.h, layer.h))
    }
    sum += alignment * deviations(weights).reduce(0, +)
    let apart = layers.prefix(Int(Double(rows.count) * 0.8)).map(\.w)
    var cosines = 0.0
    for first in apart.indices {
      for second in apart.indices where first != second {
        cosines += cosine(apart[first], apart[second])
      }
    }
    return sum / Double(rows.count) + separation * cosines / Double(apart.count * apart.count)
  }

  /// |h - w beta|^2 of each row.
  func distances(_ weights: Weights) -> [Double] {
    parts(weights).map { dot($0.residual, $0.residual) }
  }

  /// h - w beta and w of each row.
  func parts(_ weights: Weights) -> [(residual: [Double], w: [Double])] {
    layers(weights).map { layer in (zip(layer.h, layer.w * basis).map { $0 - $1 }, layer.w) }
  }

  /// 1 - cos(h D, x) of each row.
  func deviations(_ weights: Weights) -> [Double] {
    layers(weights).map { 1 - cosine($0.h * weights[4], $0.x) }
  }

  private func layers(_ weights: Weights) -> [(x: [Double], h: [Double], w: [Double])] {
    rows.map { x in
      (
        x, leaky(leaky(x * weights[0]) * weights[1]),
        normalized(leaky(x * weights[2]) * weights[3])
      )
    }
  }

  private func normalized(_ z: [Double]) -> [Double] {
    if weightActivation == .linear { return z }
    let sum = z.reduce(0) { $0 + exp($1) }
    return z.map { exp($0) / sum }
  }

  private func leaky(_ z: [Double]) -> [Double] { z.map { max($0, 0.2 * $0) } }

  private func cosine(_ x: [Double], _ y: [Double]) -> Double {
    dot(x, y) / (dot(x, x) * dot(y, y)).squareRoot()
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double {
    zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension ReferenceLoss.Weights {
  /// The matrices of a network, without padding.
  init(_ weights: DRLWeights) {
    let shape = weights.shape
    let sizes = DRLWeights.sizes(shape.inputs, shape.hidden, shape.basis)
    self = zip(weights.matrices, sizes).map { matrix, size in
      (0..<size.0).map { row in (0..<size.1).map { Double(matrix.row(row)[$0]) } }
    }
  }
}

/// x A
private func * (x: [Double], a: [[Double]]) -> [Double] {
  var product = [Double](repeating: 0, count: a[0].count)
  for (value, row) in zip(x, a) {
    for column in row.indices { product[column] += value * row[column] }
  }
  return product
}
