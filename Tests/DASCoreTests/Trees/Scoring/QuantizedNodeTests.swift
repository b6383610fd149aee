import Testing

@testable import DASCore

@Suite struct QuantizedNodeTests {
  /// Every field is restored, also at its limits.
  @Test func fieldsAreKept() {
    for threshold in [0, 1, 0xffff] {
      for feature in [0, 77, QuantizedNode.maxFeatures - 1] {
        for distance in [1, 12_345, QuantizedNode.maxNodes - 1] {
          let node = QuantizedNode(threshold: threshold, feature: feature, childrenAfter: distance)
          #expect(!node.isLeaf && node.threshold == threshold && node.feature == feature)
          #expect(node.childrenAfter == distance)
        }
      }
    }
  }

  @Test(arguments: [0, 1, 0xffff, 0x10000, 12_345_678_901, VoteSums.whole])
  func leavesKeepTheirVotes(_ vote: UInt64) {
    let leaf = QuantizedNode.leaf(vote: vote)
    #expect(leaf.isLeaf && leaf.vote == vote && leaf.feature == 0)
  }

  @Test func nodesAreSmall() { #expect(MemoryLayout<QuantizedNode>.stride == 8) }
}
