import CKernels

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
      var words = RandomWords(seed: seed, purpose: .bootstrap, index: tree)
      draws.update(repeating: 0, count: table.rows)
      words.drawWithReplacement(table.rows) { row in draws[row] &+= 1 }
    } else if rules.subsample < 1 {
      var words = RandomWords(seed: seed, purpose: .bootstrap, index: tree)
      words.drawWithoutReplacement(rules.subsample, of: table.rows) { row, isDrawn in
        draws[row] = isDrawn ? 1 : 0
      }
    } else {
      draws.update(repeating: 1, count: table.rows)
    }
    libdas_drawn_rows(draws, table.words, space.sampledSet.base)
    let counts = ClassCounts(
      normal: sum(draws, 0..<table.normals), anomalous: sum(draws, table.normals..<table.rows))
    return TreeSample(
      rows: size(space.sampledSet),
      unseenRows: enterUnseen(of: table, into: space), counts: counts,
      classRatio: classRatio(rules, table, counts))
  }

  private static func sum(_ draws: UnsafePointer<UInt16>, _ rows: Range<Int>) -> Int {
    var sum: UInt32 = 0
    for row in rows { sum &+= UInt32(draws[row]) }
    return Int(sum)
  }

  /// Enters the rows outside the sample that are voted on. Each has one vote from this tree, whatever
  /// for: it is counted here, so that votes of 0 need not be.
  private static func enterUnseen(of table: BinnedTable, into space: TreeWorkspace) -> Int {
    guard let votes = space.outOfBag else { return 0 }
    let (draws, sums, unseen) = (space.draws.base, votes.base, space.unseenSet.base)
    let sampled = space.sampledSet.base
    for word in 0..<table.words { unseen[word] = 64 &* word < table.normals ? ~sampled[word] : 0 }
    if table.normals % 64 > 0 { unseen[table.normals / 64] &= 1 << UInt64(table.normals % 64) - 1 }
    for row in 0..<table.normals { sums[row] &+= draws[row] == 0 ? RowVotes.one : 0 }
    for place in 0..<table.judgedAnomalies {
      let row = table.judgedAnomaly(place)
      if draws[row] > 0 { continue }
      unseen[row / 64] |= 1 << UInt64(row % 64)
      sums[row] &+= RowVotes.one
    }
    return size(space.unseenSet)
  }

  private static func size(_ set: Buffer<UInt64>) -> Int {
    set.elements.reduce(0) { $0 &+ $1.nonzeroBitCount }
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
