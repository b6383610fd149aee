extension TreeGrower {
  /// Nodes up to this size read their rows instead of a histogram.
  static var smallRandomNode: Int {
    #if WITHOUT_SMALL_NODES
      0
    #else
      256
    #endif
  }

  /// Replaces `best` by a split of a feature at a uniform random threshold in the node's range of
  /// values, if that scores higher. False where the feature is constant in the node.
  mutating func offerRandomSplit(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    let isSmall = node.rows <= Self.smallRandomNode
    guard
      let (threshold, left) = isSmall
        ? sparseSplit(of: feature, in: node) : denseSplit(of: feature, in: node)
    else { return false }
    let score = gain.score(left: left)
    if score > best.score, leavesEnough(left, of: node) {
      best = Split(score: score, feature: feature, threshold: threshold, left: left)
    }
    return true
  }

  private mutating func randomThreshold(of feature: Int, first: Int, last: Int) -> BinThreshold {
    let threshold = stream.uniform(
      table.mapper.binMin(feature)[first], table.mapper.binMax(feature)[last])
    return table.mapper.threshold(at: threshold, first: first, last: last, feature: feature)
  }

  private mutating func denseSplit(
    of feature: Int, in node: Node
  ) -> (BinThreshold, left: ClassCounts)? {
    let histogram = histogram(of: feature, in: node)
    var (first, last) = (0, table.mapper.count(feature) - 1)
    while histogram[first] == 0 { first &+= 1 }
    while histogram[last] == 0 { last &-= 1 }
    if first == last { return nil }
    let threshold = randomThreshold(of: feature, first: first, last: last)
    var left: UInt64 = 0
    for bin in first...threshold.bin { left &+= histogram[bin] }
    return (threshold, ClassCounts(packed: left))
  }

  private mutating func sparseSplit(
    of feature: Int, in node: Node
  ) -> (BinThreshold, left: ClassCounts)? {
    let column = table.bins(of: feature, forRows: node.rows)
    let (rows, counts) = (workspace.inBagRows.base + Int(node.first), workspace.sampleCounts)
    let bins = workspace.nodeBins.base
    var (first, last) = (UInt8.max, UInt8.min)
    for index in 0..<node.rows {
      let bin = column[rows[index]]
      bins[index] = bin
      first = min(first, bin)
      last = max(last, bin)
    }
    if first == last { return nil }
    let threshold = randomThreshold(of: feature, first: Int(first), last: Int(last))
    let rightBin = UInt32(truncatingIfNeeded: threshold.bin &+ 1)
    var left: UInt64 = 0
    for index in 0..<node.rows {
      // Without a branch: the sign of the difference is set on the left side.
      let isLeft = UInt64((UInt32(bins[index]) &- rightBin) &>> 31)
      left &+= counts[rows[index]] & (0 &- isLeft)
    }
    return (threshold, ClassCounts(packed: left))
  }
}
