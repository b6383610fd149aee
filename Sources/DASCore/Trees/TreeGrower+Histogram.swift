extension TreeGrower {
  /// The class counts of each bin of `feature` in a node.
  ///
  /// The histogram kept for the feature serves when it was counted for an ancestor that begins at the
  /// same row, which is one whose line of heavier children leads here: the rows between the two ends
  /// are subtracted. Where they outnumber the node's own rows it is counted anew.
  func histogram(of feature: Int, in node: Node) -> UnsafeMutablePointer<UInt64> {
    let counts = space.histograms.base + feature &* FeatureBins.capacity
    let column = table.bins(of: feature, forRows: node.rows)
    let rows = space.sample.base
    let (first, end) = (Int(node.first), Int(node.end))
    let keptEnd = Int(space.histogramEnds.base[feature])
    if space.histogramStarts.base[feature] == node.first, keptEnd &- end < end &- first {
      for place in end..<max(end, keptEnd) {
        let row = rows[place]
        counts[Int(column[row.row])] &-= row.counts
      }
    } else {
      counts.update(repeating: 0, count: table.edges.count(feature))
      for place in first..<end {
        let row = rows[place]
        counts[Int(column[row.row])] &+= row.counts
      }
      space.histogramStarts.base[feature] = node.first
    }
    space.histogramEnds.base[feature] = node.end
    return counts
  }
}
