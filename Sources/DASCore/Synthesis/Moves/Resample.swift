/// Draws each of a fraction of the features on its own from the values in a pool of rows, with
/// gaussian noise if wanted: the marginal distributions stay, all dependence goes.
package struct Resample: Move {
  package static let name = "resample"
  package static let help = "draws features one by one from the values that occur in a pool"

  package var fraction: Distribution = 1
  /// Standard deviation of the noise, in those of the features.
  package var noise: Distribution = 0
  package var pool = PartnerPool.all

  package init() {}

  package init(fraction: Distribution = 1, noise: Distribution = 0, pool: PartnerPool = .all) {
    self.fraction = fraction
    self.noise = noise
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .distribution("share", \.fraction, in: 0...1, "the fraction of the features that are drawn"),
      .distribution(
        "noise", \.noise, in: 0...10, "noise added, in standard deviations of the feature"),
      .word("pool", \.pool, "the rows whose values are drawn from"),
    ]
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, training) = (batch.rows, batch.training)
    for row in 0..<batch.count {
      let chosen = batch.chooseFeatures(fraction.draw(&batch.random))
      let noise = noise.draw(&batch.random)
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        var value = training.X[batch.partner(of: row, from: pool), column]
        if noise > 0, let mixed = batch.mixed(column), mixed.kind == .nominal {
          if !value.isNaN, batch.random.uniform() < noise / (1 + noise) {
            value = mixed.category(otherThan: value, &batch.random) ?? value
          }
        } else if noise > 0 {
          value += noise * training.statistics.standardDeviation[column] * batch.random.normal()
        }
        rows[row, column] = value
      }
    }
  }
}
