/// The training rows that a component's seeds are drawn from, ordered by its selection.
struct SeedPool: Sendable {
  let rows: Buffer<Int32>
  let draw: SeedSelection.Draw
  /// The mean distance of the rows to the column means, raw and standardised; 0 unless asked for.
  private let meanDistances: (raw: Double, standardized: Double)

  init(_ component: MixtureComponent, _ training: TrainingStatistics, on execution: Execution)
    throws
  {
    self.draw = component.seeds.draw
    let rows = try Self.select(component.seeds, training, on: execution)
    self.rows = rows
    func mean(_ space: DistanceSpace) -> Double {
      guard component.requirements.poolDistance else { return 0 }
      return rows.elements.reduce(0) { $0 + training.centerDistance(Int($1), space) }
        / Double(rows.count)
    }
    self.meanDistances = (mean(.raw), mean(.standardized))
  }

  func meanDistance(_ space: DistanceSpace) -> Double {
    space == .raw ? meanDistances.raw : meanDistances.standardized
  }

  /// The seed of the component's row number `index`.
  func seed(_ index: Int, _ random: inout RandomStream) -> Int32 {
    switch draw {
    case .random: rows[random.below(rows.count)]
    case .sequential: rows[index % rows.count]
    }
  }
}

// MARK: - Selection

extension SeedPool {
  /// Adjacent ranges have no row in common, as their bounds are rounded alike; none is empty.
  private static func select(
    _ selection: SeedSelection, _ training: TrainingStatistics, on execution: Execution
  ) throws -> Buffer<Int32> {
    let count = training.X.rows
    guard selection.order != .all else {
      let rows = try Buffer<Int32>(uninitialized: count)
      for row in 0..<count { rows[row] = Int32(row) }
      return rows
    }
    let order = try Sorting.order(of: keys(selection, training, on: execution))
    let first = min(Int((selection.from * Double(count)).rounded()), count - 1)
    let last = max(Int((selection.to * Double(count)).rounded()), first + 1)
    let rows = try Buffer<Int32>(order.base + first, count: last - first)
    return withExtendedLifetime(order) { rows }
  }

  /// What the rows are ordered by.
  private static func keys(
    _ selection: SeedSelection, _ training: TrainingStatistics, on execution: Execution
  ) throws -> Buffer<Double> {
    let X = training.X
    let keys = try Buffer<Double>(uninitialized: X.rows)
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      switch selection.order {
      case .all: break
      case .score:
        // A host's detector may return NaN, which counts as the highest score.
        for row in range {
          let score = training.scores?[row] ?? 0
          keys[row] = score.isNaN ? .infinity : score
        }
      case .centerDistance:
        for row in range { keys[row] = training.centerDistance(row, selection.space) }
      case .neighborDistance:
        let rows = try Buffer<Int32>(uninitialized: range.count)
        for (index, row) in range.enumerated() { rows[index] = Int32(row) }
        let distances = try training.neighborStatistics?.distances(
          of: rows, in: training.measured, neighbor: selection.neighbors)
        for (index, row) in range.enumerated() { keys[row] = distances?[index] ?? 0 }
      }
    }
    return keys
  }
}
