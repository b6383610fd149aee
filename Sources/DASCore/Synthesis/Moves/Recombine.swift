/// Replaces a fraction of a row's features by those of other rows.
///
/// Every single value occurs in the data; what is broken is how features depend on each other. With
/// one partner, what is replaced still fits together; more partners tear that too.
package struct Recombine: Move {
  package static let name = "recombine"
  package static let help = "replaces a fraction of the features by those of other rows"

  package var fraction: Distribution = 0.5
  package var partners = 1
  package var pool = PartnerPool.all

  package init() {}

  package init(fraction: Distribution, partners: Int = 1, pool: PartnerPool = .all) {
    self.fraction = fraction
    self.partners = partners
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .distribution(
        "share", \.fraction, in: 0...1, "the fraction of the features that are replaced"),
      .integer("partners", \.partners, in: 1...16, "how many other rows they come from"),
      .word("pool", \.pool, "where the other rows come from"),
    ]
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, X) = (batch.rows, batch.training.X)
    let others = try Buffer<Int>(uninitialized: partners)
    for row in 0..<batch.count {
      for index in 0..<partners { others[index] = batch.partner(of: row, from: pool) }
      let chosen = batch.chooseFeatures(fraction.draw(&batch.random))
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        let other = partners == 1 ? others[0] : others[batch.random.below(partners)]
        rows[row, column] = X[other, column]
      }
    }
  }
}
