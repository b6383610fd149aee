import CKernels

extension TreeGrower {
  /// The class counts of each bin of `feature` in a node.
  ///
  /// The histogram kept for the feature serves when it was counted for an ancestor that begins at the
  /// same row, which is one whose line of heavier children leads here: the rows between the two ends
  /// are subtracted. Where they outnumber the node's own rows it is counted anew.
  func histogram(of feature: Int, in node: Node) -> UnsafeMutablePointer<UInt64> {
    let counts = space.histograms.base + feature &* FeatureBins.capacity
    var keptEnd = space.histogramEnds.base[feature]
    if space.histogramStarts.base[feature] != node.first
      || keptEnd &- node.end >= node.end &- node.first
    {
      counts.update(repeating: 0, count: table.edges.count(feature))
      keptEnd = countOwn(feature, node, into: counts)
      space.histogramStarts.base[feature] = node.first
    }
    if keptEnd > node.end {
      tally(
        space.sample.base + Int(node.end), Int(keptEnd &- node.end), of: feature, in: node,
        into: counts, subtracts: true)
    }
    space.histogramEnds.base[feature] = node.end
    return counts
  }

  /// Counts the rows of a node, or those of a node above it in its line; returns where that ended.
  private func countOwn(
    _ feature: Int, _ node: Node, into counts: UnsafeMutablePointer<UInt64>
  ) -> Int32 {
    guard node.isSet else {
      tally(space.sample.base + Int(node.first), node.rows, of: feature, in: node, into: counts)
      return node.end
    }
    // To list a set takes as long as to count a list. So a list serves until it is twice as long as the node.
    if space.line.end &- node.end >= node.end &- node.first {
      space.line.list(space.nodeSet, among: space.sampledSet, end: node.end)
    }
    tally(space.line.rows.base, space.line.count, of: feature, in: node, into: counts)
    return space.line.end
  }

  /// Adds the draws of a list of rows to a histogram, or subtracts them.
  private func tally(
    _ rows: UnsafeMutablePointer<UInt32>, _ count: Int, of feature: Int, in node: Node,
    into counts: UnsafeMutablePointer<UInt64>, subtracts: Bool = false
  ) {
    let column = table.bins(of: feature, forRows: node.rows)
    var list = libdas_rows(
      rows: rows, count: count, draws: space.draws.base, normals: space.normals, bins: column.base,
      stride: column.stride)
    libdas_tally(
      &list, subtracts ? 1 : 0, table.edges.count(feature), counts, space.spareHistogram)
  }
}
