extension TreeGrower {
  /// The best split of features drawn at random; its feature is -1 where all features are constant.
  ///
  /// Features are drawn without replacement, from a permutation that begins with those known to be
  /// constant. A feature that proves constant joins them, for this node and its descendants. The
  /// first `node.constants` elements never change, so a pending node finds its own constants again.
  mutating func findSplit(_ node: inout Node) -> Split {
    let features = workspace.features.base
    let known = Int(node.constants)
    let count = table.featuresPerTree
    var (undrawn, constants, end) = (known, known, count)
    var drawn = 0
    var best = Split()
    let gain = GiniGain(node.counts, classRatio: classRatio)
    while constants < end && (drawn < parameters.featuresPerSplit || end == count) {
      drawn += 1
      let pick = stream.below(undrawn + end - constants)
      if pick < undrawn {
        undrawn -= 1
        continue
      }
      let index = constants + pick - undrawn
      let feature = features[index]
      if offerSplit(of: Int(feature), in: node, gain, &best) {
        end -= 1
        features[index] = features[end]
        features[end] = feature
      } else {
        features[index] = features[constants]
        features[constants] = feature
        constants += 1
      }
    }
    node.constants = Int32(constants)
    if parameters.splitRule == .best, best.feature >= 0 {
      best.threshold = table.mapper.threshold(
        between: best.threshold.bin, and: best.nextBin, feature: best.feature)
    }
    return best
  }

  /// Replaces `best` by a split of `feature` if that scores higher; false where the feature is
  /// constant in the node.
  @inline(__always)
  private mutating func offerSplit(
    of feature: Int, in node: Node, _ gain: GiniGain, _ best: inout Split
  ) -> Bool {
    switch parameters.splitRule {
    case .best: offerBestSplit(of: feature, in: node, gain, &best)
    case .random: offerRandomSplit(of: feature, in: node, gain, &best)
    }
  }
}
