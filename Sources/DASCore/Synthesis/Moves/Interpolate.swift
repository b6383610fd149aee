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
  package var factor: Distribution = .uniform(0, 1)
  package var neighbors = 5
  package var pool = PartnerPool.all

  package init() {}

  package init(
    toward: Target, factor: Distribution = .uniform(0, 1), neighbors: Int = 5,
    pool: PartnerPool = .all
  ) {
    self.toward = toward
    self.factor = factor
    self.neighbors = neighbors
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("toward", \.toward, "one of the nearest neighbours or any row"),
      .distribution("factor", \.factor, in: 0...1, "how much of the way"),
      .integer("neighbors", \.neighbors, in: 1...64, "the number of neighbours to pick from"),
      .word("pool", \.pool, "where another row comes from"),
    ]
  }

  package var requirements: Requirements {
    var requirements = Requirements()
    requirements.neighbors = toward == .neighbor ? neighbors : 0
    return requirements
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, training) = (batch.rows, batch.training)
    let target = try Buffer<Double>(uninitialized: rows.columns)
    let found =
      toward == .neighbor
      ? try training.neighborStatistics?.neighbors(
        of: batch.seeds, in: training.measured, neighbors: neighbors)
      : nil
    for row in 0..<batch.count {
      var partner = batch.partner(of: row, from: pool)
      if let found, found.neighbors > 0 {
        let pick = batch.random.below(found.neighbors)
        partner = Int(found.indices[row * found.neighbors + pick])
      }
      training.X.copyRow(partner, into: target.base)
      let step = factor.draw(&batch.random)
      for feature in batch.features.elements {
        let column = Int(feature)
        if batch.takesCell(row, column, target[column], with: step) { continue }
        rows[row, column] += step * (target[column] - rows[row, column])
      }
    }
  }
}
