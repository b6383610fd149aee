extension TreeGrower {
  /// The best of the cuts offered by features drawn at random; none where every feature is constant.
  ///
  /// Features are drawn without replacement. The permutation holds those known to be constant first;
  /// one that proves constant joins them, for this node and its descendants. Places before
  /// `node.constants` are never touched, so a node that waits finds its own constants unchanged.
  mutating func findSplit(_ node: inout Node) -> Split {
    let features = space.features.base
    let known = Int(node.constants)
    var (undrawn, constants, end) = (known, known, table.columns)
    var drawn = 0
    var best = Split()
    let gain = GiniGain(node.counts, classRatio: classRatio)
    while constants < end && (drawn < rules.featuresPerSplit || end == table.columns) {
      drawn += 1
      let pick = stream.below(undrawn + end - constants)
      if pick < undrawn {
        undrawn -= 1
        continue
      }
      let place = constants + pick - undrawn
      let feature = features[place]
      if offerCut(of: Int(feature), in: node, gain, &best) {
        end -= 1
        features[place] = features[end]
        features[end] = feature
      } else {
        features[place] = features[constants]
        features[constants] = feature
        constants += 1
      }
    }
    node.constants = Int32(constants)
    if rules.splitRule == .best, best.feature >= 0 {
      best.cut = table.edges.cut(
        between: best.cut.bin, and: best.nextBin, feature: best.feature)
    }
    return best
  }

  /// Improves `best` by a cut of `feature`; false where the feature is constant in the node.
  @inline(__always)
  private mutating func offerCut(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    switch rules.splitRule {
    case .best: offerBestCut(of: feature, in: node, gain, &best)
    case .random: offerRandomCut(of: feature, in: node, gain, &best)
    }
  }
}
