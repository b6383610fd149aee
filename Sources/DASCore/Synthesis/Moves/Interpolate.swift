/// Moves a row toward another one: x + s (r - x), with one s for all features.
///
/// Toward one of the k nearest neighbours of the seed it is SMOTE (Chawla, Bowyer, Hall and
/// Kegelmeyer 2002); toward any row it fills the holes and the concave sides of the data.
package struct Interpolate: Move {
  package enum Target: String, ParameterWord {
    case neighbor
    case row
  }

  package static let name = "interpolate"
  package static let help = "moves the row toward one of its neighbours or another row"

  package var toward = Target.neighbor
  package var factor: Amount = .uniform(0, 1)
  package var neighbors = 5
  package var pool = PartnerPool.all

  package init() {}

  package init(
    toward: Target, factor: Amount = .uniform(0, 1), neighbors: Int = 5, pool: PartnerPool = .all
  ) {
    self.toward = toward
    self.factor = factor
    self.neighbors = neighbors
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("toward", \.toward, "one of the nearest neighbours or any row"),
      .amount("factor", \.factor, in: 0...1, "how much of the way"),
      .integer("neighbors", \.neighbors, in: 1...64, "the number of neighbours to pick from"),
      .word("pool", \.pool, "where another row comes from"),
    ]
  }

  package var needs: Needs {
    var needs = Needs()
    needs.neighbors = toward == .neighbor ? neighbors : 0
    return needs
  }

  package func apply(to batch: inout Batch) throws {
    let (rows, profile) = (batch.rows, batch.profile)
    let target = try Buffer<Double>(uninitialized: rows.columns)
    let found =
      toward == .neighbor
      ? try profile.neighborhood?.neighbors(of: batch.seeds, in: profile.X, neighbors: neighbors)
      : nil
    for place in 0..<batch.count {
      var partner = batch.partner(of: place, from: pool)
      if let found, found.neighbors > 0 {
        let pick = batch.random.below(found.neighbors)
        partner = Int(found.indices[place * found.neighbors + pick])
      }
      profile.X.copyRow(partner, into: target.base)
      let step = factor.draw(&batch.random)
      for feature in batch.features.elements {
        let column = Int(feature)
        rows[place, column] += step * (target[column] - rows[place, column])
      }
    }
  }
}
