/// Adds gaussian noise to a fraction of the features.
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
  package static let help = "adds gaussian noise to a fraction of the features"

  package var scale = Scale.neighborDistance
  package var factor: Distribution = 1
  package var fraction: Distribution = 1
  package var neighbors = 5

  package init() {}

  package init(_ scale: Scale, factor: Distribution, fraction: Distribution = 1, neighbors: Int = 5)
  {
    self.scale = scale
    self.factor = factor
    self.fraction = fraction
    self.neighbors = neighbors
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("scale", \.scale, "the seed's distance to its k-th neighbour, or the feature's spread"),
      .distribution("factor", \.factor, in: 0...100, "the noise in units of the scale"),
      .distribution(
        "share", \.fraction, in: 0...1, "the fraction of the features that are touched"),
      .integer("neighbors", \.neighbors, in: 1...64, "k of neighbor_distance"),
    ]
  }

  package var requirements: Requirements {
    var requirements = Requirements()
    requirements.neighbors = scale == .neighborDistance ? neighbors : 0
    return requirements
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, training) = (batch.rows, batch.training)
    let distances =
      scale == .neighborDistance
      ? try training.neighborStatistics?.distances(
        of: batch.seeds, in: training.measured, neighbor: neighbors)
      : nil
    for row in 0..<batch.count {
      let chosen = batch.chooseFeatures(fraction.draw(&batch.random))
      var width = factor.draw(&batch.random)
      if let distances { width *= distances[row] / Double(max(chosen, 1)).squareRoot() }
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        if batch.movesCell(row, column, by: width) { continue }
        rows[row, column] +=
          width * training.statistics.standardDeviation[column] * batch.random.normal()
      }
    }
  }
}
