import CKernels

extension TreeGrower {
  /// Nodes of fewer rows look at the bins of these rows only.
  private static var smallNode: Int {
    #if WITHOUT_SMALL_NODES
      0
    #else
      64
    #endif
  }

  /// Replaces `best` by the best split of a feature if that scores higher; among equal splits of
  /// the feature the lowest wins. False where the feature is constant in the node.
  @inline(__always)
  mutating func offerBestSplit(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    node.rows < Self.smallNode
      ? offerSparseSplit(of: feature, in: node, gain, &best)
      : offerDenseSplit(of: feature, in: node, &best)
  }

  /// The same from the whole histogram.
  private func offerDenseSplit(
    of feature: Int, in node: Node, _ best: inout Split
  ) -> Bool {
    let histogram = histogram(of: feature, in: node)
    var parent = libdas_split_node(
      counts: node.counts.packed, ratio: classRatio, min_rows: Int64(parameters.minSamplesLeaf),
      min_weight: minLeafWeight)
    var found = libdas_split(
      numerator: best.score.numerator, denominator: best.score.denominator, left: 0, bin: -1)
    let varies = libdas_best_split(
      histogram, (table.mapper.count(feature) + 7) & ~7, &parent, &found)
    guard found.bin >= 0 else { return varies != 0 }
    best.score = SplitScore(numerator: found.numerator, denominator: found.denominator)
    best.left = ClassCounts(packed: found.left)
    best.feature = feature
    best.threshold.bin = Int(found.bin)
    best.nextBin = best.threshold.bin &+ 1
    while histogram[best.nextBin] == 0 { best.nextBin &+= 1 }
    return true
  }

  /// The same from the bins of the node's rows, which are counted in a histogram and marked in a
  /// bitset. Both are empty before and after.
  private func offerSparseSplit(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    let histogram = workspace.emptyHistogram
    let column = table.bins(of: feature, forRows: node.rows)
    let (rows, counts) = (workspace.inBagRows.base, workspace.sampleCounts)
    let touched = workspace.touchedBins.base
    for index in Int(node.first)..<Int(node.end) {
      let row = rows[index]
      let bin = Int(column[row])
      histogram[bin] &+= counts[row]
      touched[bin &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: bin & 63)
    }
    var left = ClassCounts()
    var previous = -1
    var isConstant = true
    for word in 0..<4 {
      var bits = touched[word]
      touched[word] = 0
      while bits != 0 {
        let bin = word &* 64 &+ bits.trailingZeroBitCount
        bits &= bits &- 1
        if previous >= 0 {
          isConstant = false
          let score = gain.score(left: left)
          if score > best.score, leavesEnough(left, of: node) {
            best.score = score
            best.left = left
            best.feature = feature
            best.threshold.bin = previous
            best.nextBin = bin
          }
        }
        left.packed &+= histogram[bin]
        histogram[bin] = 0
        previous = bin
      }
    }
    return !isConstant
  }

  /// Whether a split leaves both sides the minimum of rows and of weight.
  @inline(__always)
  func leavesEnough(_ left: ClassCounts, of node: Node) -> Bool {
    let minRows = parameters.minSamplesLeaf
    if minRows == 1, minLeafWeight == 0 { return true }
    let (weight, whole) = (weight(left), weight(node.counts))
    return left.total >= minRows && (node.counts - left).total >= minRows
      && weight >= minLeafWeight && whole - weight >= minLeafWeight
  }
}
