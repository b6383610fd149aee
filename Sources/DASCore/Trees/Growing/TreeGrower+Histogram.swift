import CKernels

extension TreeGrower {
  /// The class counts of each bin of `feature` in a node.
  ///
  /// The last histogram of the feature is updated if it is an ancestor's that begins at the same
  /// row, from which a path of heavier children leads here: the rows between the two ends are
  /// subtracted. Where these outnumber the node's own rows, the histogram is counted from scratch.
  func histogram(of feature: Int, in node: Node) -> UnsafeMutablePointer<UInt64> {
    let counts = workspace.histograms.base + feature &* BinMapper.capacity
    var countedEnd = workspace.histogramEnds.base[feature]
    #if WITHOUT_HISTOGRAM_SUBTRACTION
      let isFarAway = true
    #else
      let isFarAway = countedEnd &- node.end >= node.end &- node.first
    #endif
    if isFarAway || workspace.histogramStarts.base[feature] != node.first {
      counts.update(repeating: 0, count: table.mapper.count(feature))
      accumulate(node.first, node.end, of: feature, in: node, into: counts)
      workspace.histogramStarts.base[feature] = node.first
      countedEnd = node.end
    }
    if countedEnd > node.end {
      accumulate(node.end, countedEnd, of: feature, in: node, into: counts, subtracts: true)
    }
    workspace.histogramEnds.base[feature] = node.end
    return counts
  }

  /// Adds the in-bag rows first ..< end to a histogram, or subtracts them.
  private func accumulate(
    _ first: Int32, _ end: Int32, of feature: Int, in node: Node,
    into counts: UnsafeMutablePointer<UInt64>, subtracts: Bool = false
  ) {
    let column = table.bins(of: feature, forRows: node.rows)
    var list = libdas_sample_rows(
      rows: workspace.inBagRows.base + Int(first), count: Int(end &- first),
      counts: workspace.rowCounts.base,
      normals: workspace.normals, bins: column.base, stride: column.stride)
    libdas_accumulate_histogram(&list, subtracts ? 1 : 0, counts)
  }
}
