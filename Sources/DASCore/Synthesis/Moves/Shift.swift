/// Moves a fraction of the features by a number of their standard deviations, each up or down at
/// random.
package struct Shift: Move {
  package static let name = "shift"
  package static let help = "moves a fraction of the features by standard deviations, up or down"

  package var fraction: Distribution = 0.15
  package var deviations: Distribution = 2

  package init() {}

  package init(fraction: Distribution, deviations: Distribution) {
    self.fraction = fraction
    self.deviations = deviations
  }

  package static var parameters: [Parameter<Self>] {
    [
      .distribution("share", \.fraction, in: 0...1, "the fraction of the features that are moved"),
      .distribution("deviations", \.deviations, in: 0...100, "how far, in standard deviations"),
    ]
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, spread) = (batch.rows, batch.training.statistics.standardDeviation)
    for row in 0..<batch.count {
      let chosen = batch.chooseFeatures(fraction.draw(&batch.random))
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        let deviations = deviations.draw(&batch.random)
        if batch.movesCell(row, column, by: deviations) { continue }
        let step = deviations * spread[column]
        rows[row, column] += batch.random.next() & 1 == 0 ? step : -step
      }
    }
  }
}
