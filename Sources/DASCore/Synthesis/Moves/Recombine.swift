/// Replaces a share of a row's features by those of other rows.
///
/// Every single value occurs in the data; what is broken is how features depend on each other. With
/// one partner, what is replaced still fits together; more partners tear that too.
package struct Recombine: Move {
  package static let name = "recombine"
  package static let help = "replaces a share of the features by those of other rows"

  package var share: Amount = 0.5
  package var partners = 1
  package var pool = PartnerPool.all

  package init() {}

  package init(share: Amount, partners: Int = 1, pool: PartnerPool = .all) {
    self.share = share
    self.partners = partners
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .amount("share", \.share, in: 0...1, "the share of the features that are replaced"),
      .integer("partners", \.partners, in: 1...16, "how many other rows they come from"),
      .word("pool", \.pool, "where the other rows come from"),
    ]
  }

  package func apply(to batch: inout Batch) throws {
    let (rows, X) = (batch.rows, batch.profile.X)
    let others = try Buffer<Int>(uninitialized: partners)
    for place in 0..<batch.count {
      for index in 0..<partners { others[index] = batch.partner(of: place, from: pool) }
      let chosen = batch.chooseFeatures(share.draw(&batch.random))
      for index in 0..<chosen {
        let column = Int(batch.features[index])
        let other = partners == 1 ? others[0] : others[batch.random.below(partners)]
        rows[place, column] = X[other, column]
      }
    }
  }
}
