import CKernels

extension TreeGrower {
  /// Nodes below this size count only the bins they touch.
  private static var smallNode: Int {
    #if WITHOUT_SMALL_NODES
      0
    #else
      64
    #endif
  }

  /// Offers the cut that lowers the impurity most; among equals the lowest.
  @inline(__always)
  mutating func offerBestCut(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    node.rows < Self.smallNode
      ? offerSparseCut(of: feature, in: node, gain, &best)
      : offerDenseCut(of: feature, in: node, &best)
  }

  /// Reads every bin of a histogram.
  private func offerDenseCut(
    of feature: Int, in node: Node, _ best: inout Split
  ) -> Bool {
    let histogram = histogram(of: feature, in: node)
    var parted = libdas_node(
      counts: node.counts.packed, ratio: classRatio, least: Int64(rules.minSamplesLeaf),
      lightest: lightestLeaf)
    var cut = libdas_cut(
      numerator: best.rank.numerator, denominator: best.rank.denominator, left: 0, bin: -1)
    let varies = libdas_best_cut(
      histogram, (table.edges.count(feature) + 7) & ~7, &parted, &cut)
    guard cut.bin >= 0 else { return varies != 0 }
    best.rank = CutRank(numerator: cut.numerator, denominator: cut.denominator)
    best.left = ClassCounts(packed: cut.left)
    best.feature = feature
    best.cut.bin = Int(cut.bin)
    best.nextBin = best.cut.bin &+ 1
    while histogram[best.nextBin] == 0 { best.nextBin &+= 1 }
    return true
  }

  /// Counts in a histogram, and marks the touched bins in a bit set; both are empty before and after.
  private func offerSparseCut(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    let histogram = space.spareHistogram
    let column = table.bins(of: feature, forRows: node.rows)
    let (rows, draws, touched) = (space.sample.base, space.rowDraws, space.touchedBins.base)
    for place in Int(node.first)..<Int(node.end) {
      let row = rows[place]
      let bin = Int(column[row])
      histogram[bin] &+= draws[row]
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
          let rank = gain.rank(left: left)
          if rank > best.rank, leavesEnough(left, of: node) {
            best.rank = rank
            best.left = left
            best.feature = feature
            best.cut.bin = previous
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

  @inline(__always)
  func leavesEnough(_ left: ClassCounts, of node: Node) -> Bool {
    let least = rules.minSamplesLeaf
    if least == 1, lightestLeaf == 0 { return true }
    let (weight, whole) = (weight(left), weight(node.counts))
    return left.total >= least && (node.counts - left).total >= least
      && weight >= lightestLeaf && whole - weight >= lightestLeaf
  }
}
