/// Adds gaussian noise along some of the principal directions of the standardised features.
///
/// Along those of low variance a row leaves the subspace that the data fill; along those of high
/// variance it stays in that subspace, and leaves its range when the noise is wide.
package struct PrincipalNoise: Move {
  package enum End: String, ParameterWord {
    case low
    case high
  }

  package enum Unit: String, ParameterWord {
    /// The standard deviation along the direction itself.
    case component
    /// The standard deviation of a feature, the same along every direction.
    case spread
  }

  package static let name = "principal_noise"
  package static let help = "adds gaussian noise along principal directions"

  package var components = End.low
  package var variance = 0.1
  package var factor: Distribution = 1
  package var unit = Unit.component

  package init() {}

  package init(_ components: End, variance: Double, factor: Distribution, unit: Unit = .component) {
    self.components = components
    self.variance = variance
    self.factor = factor
    self.unit = unit
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("components", \.components, "those of low or of high variance"),
      .real("variance", \.variance, in: 0...1, "the fraction of the variance that they hold"),
      .distribution("factor", \.factor, in: 0...100, "the noise in the unit"),
      .word("unit", \.unit, "the deviation along each direction, or one for all"),
    ]
  }

  package var requirements: Requirements {
    var requirements = Requirements()
    requirements.axes = true
    return requirements
  }

  package func apply(to batch: inout RowBatch) throws {
    guard let axes = batch.training.axes else { return }
    let chosen = axes.components(components, holding: variance)
    guard !chosen.isEmpty else { return }
    let steps = try Matrix(rows: batch.count, columns: chosen.count)
    for row in 0..<batch.count {
      let width = factor.draw(&batch.random)
      for (index, component) in chosen.enumerated() {
        let deviation = unit == .component ? axes.variances[component].squareRoot() : 1
        steps[row, index] = width * deviation * batch.random.normal()
      }
    }
    let moved = try axes.combine(steps, chosen)
    let spread = batch.training.statistics.standardDeviation
    for row in 0..<batch.count {
      for index in 0..<moved.columns {
        let column = Int(axes.features[index])
        if let mixed = batch.mixed(column), batch.losesCell(row, column, mixed) { continue }
        batch.rows[row, column] += moved[row, index] * spread[column]
      }
    }
  }
}
