/// Draws a fraction of the features uniformly from the training range, widened on both sides by a
/// fraction of its width.
package struct UniformBox: Move {
  package static let name = "uniform"
  package static let help = "draws features uniformly from the widened range of the training rows"

  package var margin: Distribution = 0.1
  package var fraction: Distribution = 1

  package init() {}

  package init(margin: Distribution, fraction: Distribution = 1) {
    self.margin = margin
    self.fraction = fraction
  }

  package static var parameters: [Parameter<Self>] {
    [
      .distribution(
        "margin", \.margin, in: 0...10, "what each side is widened by, in widths of the range"),
      .distribution("share", \.fraction, in: 0...1, "the fraction of the features that are drawn"),
    ]
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, statistics) = (batch.rows, batch.training.statistics)
    for row in 0..<batch.count {
      let margin = margin.draw(&batch.random)
      let chosen = batch.chooseFeatures(fraction.draw(&batch.random))
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        if batch.drawsCell(row, column) { continue }
        let (low, high) = (statistics.minimum[column], statistics.maximum[column])
        let extra = margin * (high - low)
        rows[row, column] = batch.random.uniform(low - extra, high + extra)
      }
    }
  }
}
