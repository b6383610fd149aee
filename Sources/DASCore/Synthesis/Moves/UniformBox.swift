/// Draws a share of the features uniformly from the training range, widened on both sides by a
/// share of its width.
package struct UniformBox: Move {
  package static let name = "uniform"
  package static let help = "draws features uniformly from the widened range of the training rows"

  package var margin: Amount = 0.1
  package var share: Amount = 1

  package init() {}

  package init(margin: Amount, share: Amount = 1) {
    self.margin = margin
    self.share = share
  }

  package static var parameters: [Parameter<Self>] {
    [
      .amount(
        "margin", \.margin, in: 0...10, "what each side is widened by, in widths of the range"),
      .amount("share", \.share, in: 0...1, "the share of the features that are drawn"),
    ]
  }

  package func apply(to batch: inout Batch) throws {
    let (rows, statistics) = (batch.rows, batch.profile.statistics)
    for place in 0..<batch.count {
      let margin = margin.draw(&batch.random)
      let chosen = batch.chooseFeatures(share.draw(&batch.random))
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        let (least, most) = (statistics.least[column], statistics.most[column])
        let extra = margin * (most - least)
        rows[place, column] = batch.random.uniform(least - extra, most + extra)
      }
    }
  }
}
