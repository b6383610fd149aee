/// Moves a share of the features by so many of their standard deviations, each up or down by chance.
package struct Shift: Move {
  package static let name = "shift"
  package static let help = "moves a share of the features by standard deviations, up or down"

  package var share: Amount = 0.15
  package var deviations: Amount = 2

  package init() {}

  package init(share: Amount, deviations: Amount) {
    self.share = share
    self.deviations = deviations
  }

  package static var parameters: [Parameter<Self>] {
    [
      .amount("share", \.share, in: 0...1, "the share of the features that are moved"),
      .amount("deviations", \.deviations, in: 0...100, "how far, in standard deviations"),
    ]
  }

  package func apply(to batch: inout Batch) throws {
    let (rows, spread) = (batch.rows, batch.profile.statistics.standardDeviation)
    for place in 0..<batch.count {
      let chosen = batch.chooseFeatures(share.draw(&batch.random))
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        let step = deviations.draw(&batch.random) * spread[column]
        rows[place, column] += batch.random.next() & 1 == 0 ? step : -step
      }
    }
  }
}
