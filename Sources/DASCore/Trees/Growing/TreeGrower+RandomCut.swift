extension TreeGrower {
  /// Nodes up to this size read their rows in place of a histogram.
  static var smallRandomNode: Int {
    #if WITHOUT_SMALL_NODES
      0
    #else
      256
    #endif
  }

  /// Offers one cut at a uniform threshold between the least and the largest value in the node.
  mutating func offerRandomCut(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    let isSmall = node.rows <= Self.smallRandomNode
    guard let cut = isSmall ? sparseCut(of: feature, in: node) : denseCut(of: feature, in: node)
    else { return false }
    let rank = gain.rank(left: cut.left)
    if rank > best.rank, leavesEnough(cut.left, of: node) {
      best = Split(rank: rank, feature: feature, cut: cut.cut, left: cut.left)
    }
    return true
  }

  private mutating func randomCut(of feature: Int, first: Int, last: Int) -> BinCut {
    let threshold = stream.uniform(
      table.edges.least(feature)[first], table.edges.most(feature)[last])
    return table.edges.cut(at: threshold, first: first, last: last, feature: feature)
  }

  private mutating func denseCut(
    of feature: Int, in node: Node
  ) -> (cut: BinCut, left: ClassCounts)? {
    let histogram = histogram(of: feature, in: node)
    var (first, last) = (0, table.edges.count(feature) - 1)
    while histogram[first] == 0 { first &+= 1 }
    while histogram[last] == 0 { last &-= 1 }
    if first == last { return nil }
    let cut = randomCut(of: feature, first: first, last: last)
    var left: UInt64 = 0
    for bin in first...cut.bin { left &+= histogram[bin] }
    return (cut, ClassCounts(packed: left))
  }

  private mutating func sparseCut(
    of feature: Int, in node: Node
  ) -> (cut: BinCut, left: ClassCounts)? {
    let column = table.bins(of: feature, forRows: node.rows)
    let (rows, draws) = (space.sample.base + Int(node.first), space.rowDraws)
    let count = node.rows
    let bins = space.nodeBins.base
    var (first, last) = (UInt8.max, UInt8.min)
    for place in 0..<count {
      let bin = column[rows[place]]
      bins[place] = bin
      first = min(first, bin)
      last = max(last, bin)
    }
    if first == last { return nil }
    let cut = randomCut(of: feature, first: Int(first), last: Int(last))
    let rightBin = UInt32(truncatingIfNeeded: cut.bin &+ 1)
    var left: UInt64 = 0
    for place in 0..<count {
      // The sign of the difference, spread over the word, says left without a branch.
      let isLeft = UInt64((UInt32(bins[place]) &- rightBin) &>> 31)
      left &+= draws[rows[place]] & (0 &- isLeft)
    }
    return (cut, ClassCounts(packed: left))
  }
}
