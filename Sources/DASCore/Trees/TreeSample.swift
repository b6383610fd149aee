/// What was drawn for one tree: rows and class counts of the bag, and the rows left outside.
struct TreeSample {
  let rows: Int
  let unseenRows: Int
  let counts: ClassCounts
  /// The weight of a class-1 row, where a class-0 row weighs 1.
  let classRatio: Double

  /// Draws as many rows as the table has, with replacement, or a share of them without, or takes each
  /// once. Every row that is in is entered once with its number of draws, in ascending order.
  static func draw(
    from table: BinnedTable, into space: TreeWorkspace, rules: TreeRules, seed: UInt64, tree: Int
  ) -> TreeSample {
    let draws = space.draws.base
    if rules.bootstrap {
      var stream = RandomStream(seed: seed, purpose: .bootstrap, index: tree)
      draws.update(repeating: 0, count: table.rows)
      stream.drawWithReplacement(table.rows) { row in draws[row] &+= 1 }
    } else if rules.subsample < 1 {
      var stream = RandomStream(seed: seed, purpose: .bootstrap, index: tree)
      stream.drawWithoutReplacement(rules.subsample, of: table.rows) { row, isDrawn in
        draws[row] = isDrawn ? 1 : 0
      }
    } else {
      draws.update(repeating: 1, count: table.rows)
    }
    var (rows, normal, anomalous) = (0, 0, 0)
    let sample = space.sample.base
    for row in 0..<table.normals {
      sample[rows] = SampledRow(row: row, normal: draws[row], anomalous: 0)
      rows &+= draws[row] == 0 ? 0 : 1
      normal &+= Int(draws[row])
    }
    for row in table.normals..<table.rows where draws[row] > 0 {
      sample[rows] = SampledRow(row: row, normal: 0, anomalous: draws[row])
      rows &+= 1
      anomalous &+= Int(draws[row])
    }
    return TreeSample(
      rows: rows, unseenRows: enterUnseen(of: table, into: space),
      counts: ClassCounts(normal: normal, anomalous: anomalous),
      classRatio: classRatio(rules, table, normal: normal, anomalous: anomalous))
  }

  private static func enterUnseen(of table: BinnedTable, into space: TreeWorkspace) -> Int {
    guard space.outOfBag != nil else { return 0 }
    let (draws, unseen) = (space.draws.base, space.unseen.base)
    var count = 0
    for row in 0..<table.normals {
      // Written in any case, counted where unseen: `count` stays below `row` or equal to it.
      unseen[count] = UInt32(truncatingIfNeeded: row)
      count &+= draws[row] == 0 ? 1 : 0
    }
    for place in 0..<table.judgedAnomalies {
      let row = table.judgedAnomaly(place)
      if draws[row] > 0 { continue }
      unseen[count] = UInt32(truncatingIfNeeded: row)
      count &+= 1
    }
    return count
  }

  private static func classRatio(
    _ rules: TreeRules, _ table: BinnedTable, normal: Int, anomalous: Int
  ) -> Double {
    switch rules.classWeight {
    case .none: 1
    case .balanced: Double(table.normals) / Double(table.anomalies)
    // A sample of one class needs no balance.
    case .balancedSubsample:
      normal > 0 && anomalous > 0 ? Double(normal) / Double(anomalous) : 1
    }
  }
}
