/// A block of rows being made, and what moves use to change them.
package struct RowBatch {
  /// The rows; they begin as copies of their seeds.
  let rows: Matrix
  /// The training row that each began as.
  let seeds: Buffer<Int32>
  let pool: SeedPool
  let training: TrainingStatistics
  var random: RandomStream
  /// A permutation of the varying features, shuffled at every choice.
  let features: Buffer<Int32>

  /// Draws the seeds of the rows `range` of a component.
  init(
    _ range: Range<Int>, _ pool: SeedPool, _ training: TrainingStatistics, _ random: RandomStream
  ) throws {
    self.rows = try Matrix(rows: range.count, columns: training.X.columns)
    self.seeds = try Buffer(uninitialized: range.count)
    self.pool = pool
    self.training = training
    self.random = random
    self.features = try Buffer(training.varying.base, count: training.varying.count)
    for (row, index) in range.enumerated() {
      seeds[row] = pool.seed(index, &self.random)
      training.X.copyRow(Int(seeds[row]), into: rows.row(row))
    }
  }

  var count: Int { rows.rows }

  /// Chooses features of those that vary: the first so many of `features`. A fraction of a feature
  /// is rounded at random, so that a fraction is met on average; one feature is the least.
  mutating func chooseFeatures(_ fraction: Double) -> Int {
    let wanted = fraction * Double(features.count)
    let count = Int(wanted) + (random.uniform() < wanted - wanted.rounded(.down) ? 1 : 0)
    if count >= features.count { return features.count }
    random.shuffle(features.elements, picks: max(count, 1))
    return min(max(count, 1), features.count)
  }

  /// A training row other than the seed, if there is one; any row if drawn with replacement.
  mutating func partner(of row: Int, from source: PartnerPool) -> Int {
    let count = source == .all ? training.X.rows : pool.rows.count
    let pick = random.below(count)
    let partner = source == .all ? Int32(pick) : pool.rows[pick]
    guard partner == seeds[row], count > 1, source != .seedsWithReplacement else {
      return Int(partner)
    }
    let next = (pick + 1) % count
    return source == .all ? next : Int(pool.rows[next])
  }

  /// Replaces NaN, but for missing cells, by the seed's value, and clamps the other values.
  func restoreFinite(atMost largest: Double) {
    for row in 0..<count {
      for column in 0..<rows.columns {
        let value = rows[row, column]
        if abs(value) <= largest || (value.isNaN && mixed(column)?.missing ?? 0 > 0) { continue }
        rows[row, column] =
          value.isNaN
          ? training.X[Int(seeds[row]), column] : min(max(value, -largest), largest)
      }
    }
  }
}
