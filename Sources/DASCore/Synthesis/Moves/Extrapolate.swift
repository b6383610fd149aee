/// Moves a row away from the column means or from another row: x + s (x - r).
///
/// Where the unit is a length, s is that length divided by |x - r|, so that the row moves by the
/// same distance wherever it stands. A row that coincides with r stays.
package struct Extrapolate: Move {
  package enum Origin: String, ParameterWord {
    case center
    case row
  }

  package enum Unit: String, ParameterWord {
    /// The difference of the two rows.
    case difference
    /// The mean distance of the component's seeds to the column means.
    case meanDistance = "mean_distance"
    /// The features' mean standard deviation: 1 in standardised space.
    case deviation
  }

  package static let name = "extrapolate"
  package static let help = "moves the row away from the column means or from another row"

  package var awayFrom = Origin.center
  package var factor: Distribution = .uniform(0.25, 1)
  package var unit = Unit.difference
  package var space = DistanceSpace.standardized
  package var pool = PartnerPool.all

  package init() {}

  package init(
    awayFrom: Origin, factor: Distribution, unit: Unit = .difference,
    space: DistanceSpace = .standardized,
    pool: PartnerPool = .all
  ) {
    self.awayFrom = awayFrom
    self.factor = factor
    self.unit = unit
    self.space = space
    self.pool = pool
  }

  package static var parameters: [Parameter<Self>] {
    [
      .word("away_from", \.awayFrom, "the column means or another row"),
      .distribution("factor", \.factor, in: 0...100, "how far, in the unit"),
      .word("unit", \.unit, "the difference, or a length that is the same for every row"),
      .word("space", \.space, "where a length is measured"),
      .word("pool", \.pool, "where the other row comes from"),
    ]
  }

  package var requirements: Requirements {
    var requirements = Requirements()
    requirements.poolDistance = unit == .meanDistance
    return requirements
  }

  package func apply(to batch: inout RowBatch) throws {
    let (rows, training) = (batch.rows, batch.training)
    let length = length(batch)
    let origin = try Buffer<Double>(training.statistics.mean.base, count: rows.columns)
    for row in 0..<batch.count {
      if awayFrom == .row {
        training.X.copyRow(batch.partner(of: row, from: pool), into: origin.base)
      }
      var step = factor.draw(&batch.random)
      if let length {
        let distance = try distance(rows, row, origin, training)
        step = distance > 0 ? step * length / distance : 0
      }
      for feature in batch.features.elements {
        let column = Int(feature)
        let fromRow = awayFrom == .row
        if batch.leavesCell(row, column, origin[column], fromRow: fromRow, with: step) {
          continue
        }
        rows[row, column] += step * (rows[row, column] - origin[column])
      }
    }
  }

  /// The unit as a length; nil where it is the difference itself.
  private func length(_ batch: RowBatch) -> Double? {
    switch unit {
    case .difference: nil
    case .meanDistance: batch.pool.meanDistance(space)
    case .deviation: space == .standardized ? 1 : batch.training.meanDeviation
    }
  }

  private func distance(
    _ rows: Matrix, _ row: Int, _ origin: Buffer<Double>, _ training: TrainingStatistics
  ) throws -> Double {
    if let mixed = training.mixed {
      let other = awayFrom == .row ? UnsafePointer(origin.base) : nil
      return try mixed.distance(rows.row(row), other, space)
    }
    var sum = 0.0
    for column in 0..<rows.columns {
      var difference = rows[row, column] - origin[column]
      if space == .standardized { difference /= training.statistics.scale(column) }
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}
