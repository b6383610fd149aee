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
    #if WITHOUT_HISTOGRAM_SUBTRACTION
      let isFar = true
    #else
      let isFar = keptEnd &- node.end >= node.end &- node.first
    #endif
    if isFar || space.histogramStarts.base[feature] != node.first {
      counts.update(repeating: 0, count: table.edges.count(feature))
      tally(node.first, node.end, of: feature, in: node, into: counts)
      space.histogramStarts.base[feature] = node.first
      keptEnd = node.end
    }
    if keptEnd > node.end {
      tally(node.end, keptEnd, of: feature, in: node, into: counts, subtracts: true)
    }
    space.histogramEnds.base[feature] = node.end
    return counts
  }

  /// Adds the draws of the rows first ..< end of the sample to a histogram, or subtracts them.
  private func tally(
    _ first: Int32, _ end: Int32, of feature: Int, in node: Node,
    into counts: UnsafeMutablePointer<UInt64>, subtracts: Bool = false
  ) {
    let column = table.bins(of: feature, forRows: node.rows)
    var list = libdas_rows(
      rows: space.sample.base + Int(first), count: Int(end &- first), draws: space.draws.base,
      normals: space.normals, bins: column.base, stride: column.stride)
    libdas_tally(
      &list, subtracts ? 1 : 0, table.edges.count(feature), counts, space.spareHistogram)
  }
}
