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
    let counts = ClassCounts(
      normal: sum(draws, 0..<table.normals), anomalous: sum(draws, table.normals..<table.rows))
    return TreeSample(
      rows: enterSampled(of: table, into: space), unseenRows: enterUnseen(of: table, into: space),
      counts: counts, classRatio: classRatio(rules, table, counts))
  }

  private static func sum(_ draws: UnsafePointer<UInt16>, _ rows: Range<Int>) -> Int {
    var sum: UInt32 = 0
    for row in rows { sum &+= UInt32(draws[row]) }
    return Int(sum)
  }

  /// Lists the rows of the sample. Each row is written, and counted where it was drawn: no branch to guess.
  private static func enterSampled(of table: BinnedTable, into space: TreeWorkspace) -> Int {
    let (draws, sample) = (space.draws.base, space.sample.base)
    var count = 0
    for row in 0..<table.rows {
      sample[count] = UInt32(truncatingIfNeeded: row)
      count &+= draws[row] > 0 ? 1 : 0
    }
    return count
  }

  /// Lists the rows outside the sample that are voted on. Each has one vote from this tree, whatever
  /// for: it is counted here, so that votes of 0 need not be.
  private static func enterUnseen(of table: BinnedTable, into space: TreeWorkspace) -> Int {
    guard let votes = space.outOfBag else { return 0 }
    let (draws, sums, unseen) = (space.draws.base, votes.base, space.unseen.base)
    var count = 0
    for place in 0..<table.normals + table.judgedAnomalies {
      let row = place < table.normals ? place : table.judgedAnomaly(place - table.normals)
      let isUnseen = draws[row] == 0
      unseen[count] = UInt32(truncatingIfNeeded: row)
      count &+= isUnseen ? 1 : 0
      sums[row] &+= isUnseen ? RowVotes.one : 0
    }
    return count
  }

  private static func classRatio(
    _ rules: TreeRules, _ table: BinnedTable, _ counts: ClassCounts
  ) -> Double {
    switch rules.classWeight {
    case .none: 1
    case .ratio(let ratio): ratio
    case .balanced: Double(table.normals) / Double(table.anomalies)
    // A sample of one class needs no balance.
    case .balancedSubsample:
      counts.isPure ? 1 : Double(counts.normal) / Double(counts.anomalous)
    }
  }
}
