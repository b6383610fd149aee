/// Draws each of a share of the features on its own from the values in a pool of rows, with
/// gaussian noise if wanted: the marginal distributions stay, all dependence goes.
package struct Resample: Move {
  package static let name = "resample"
  package static let help = "draws features one by one from the values that occur in a pool"

  package var share: Amount = 1
  /// Standard deviation of the noise, in those of the features.
  package var noise: Amount = 0
  package var pool = PartnerPool.all

  package init() {}

  package init(share: Amount = 1, noise: Amount = 0, pool: PartnerPool = .all) {
    self.share = share
    self.noise = noise
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .amount("share", \.share, in: 0...1, "the share of the features that are drawn"),
      .amount("noise", \.noise, in: 0...10, "noise added, in standard deviations of the feature"),
      .word("pool", \.pool, "the rows whose values are drawn from"),
    ]
  }

  package func apply(to batch: inout Batch) throws {
    let (rows, profile) = (batch.rows, batch.profile)
    for place in 0..<batch.count {
      let chosen = batch.chooseFeatures(share.draw(&batch.random))
      let noise = noise.draw(&batch.random)
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        var value = profile.X[batch.partner(of: place, from: pool), column]
        if noise > 0 {
          value += noise * profile.statistics.standardDeviation[column] * batch.random.normal()
        }
        rows[place, column] = value
      }
    }
  }
}
