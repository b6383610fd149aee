/// Adds gaussian noise to a share of the features.
///
/// At the scale of a neighbour's distance d the row moves by about d in standardised space, however
/// many features there are: each feature gets d / sqrt(features), so rows leave dense regions by
/// small steps and sparse ones by large steps. At the scale of the spread each feature gets a
/// multiple of its own standard deviation.
package struct Noise: Move {
  package enum Scale: String, ParameterWord {
    case neighborDistance = "neighbor_distance"
    case spread
  }

  package static let name = "noise"
  package static let help = "adds gaussian noise to a share of the features"

  package var scale = Scale.neighborDistance
  package var factor: Amount = 1
  package var share: Amount = 1
  package var neighbors = 5

  package init() {}

  package init(_ scale: Scale, factor: Amount, share: Amount = 1, neighbors: Int = 5) {
    self.scale = scale
    self.factor = factor
    self.share = share
    self.neighbors = neighbors
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("scale", \.scale, "the seed's distance to its k-th neighbour, or the feature's spread"),
      .amount("factor", \.factor, in: 0...100, "the noise in units of the scale"),
      .amount("share", \.share, in: 0...1, "the share of the features that are touched"),
      .integer("neighbors", \.neighbors, in: 1...64, "k of neighbor_distance"),
    ]
  }

  package var needs: Needs {
    var needs = Needs()
    needs.neighbors = scale == .neighborDistance ? neighbors : 0
    return needs
  }

  package func apply(to batch: inout Batch) throws {
    let (rows, profile) = (batch.rows, batch.profile)
    let distances =
      scale == .neighborDistance
      ? try profile.neighborhood?.distances(of: batch.seeds, in: profile.X, neighbor: neighbors)
      : nil
    for place in 0..<batch.count {
      let chosen = batch.chooseFeatures(share.draw(&batch.random))
      var width = factor.draw(&batch.random)
      if let distances { width *= distances[place] / Double(max(chosen, 1)).squareRoot() }
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        rows[place, column] +=
          width * profile.statistics.standardDeviation[column] * batch.random.normal()
      }
    }
  }
}
