import Testing

@testable import DASCore

@Suite struct CodedNodeTests {
  /// Every field comes back, also at its limits.
  @Test func fieldsAreKept() {
    for code in [0, 1, 0xffff] {
      for feature in [0, 77, CodedNode.maxFeatures - 1] {
        for distance in [1, 12_345, CodedNode.mostNodes - 1] {
          let node = CodedNode(code: code, feature: feature, childrenAfter: distance)
          #expect(!node.isLeaf && node.code == code && node.feature == feature)
          #expect(node.childrenAfter == distance)
        }
      }
    }
  }

  @Test(arguments: [0, 1, 0xffff, 0x10000, 12_345_678_901, RowVotes.whole])
  func leavesKeepTheirVotes(_ vote: UInt64) {
    let leaf = CodedNode.leaf(vote: vote)
    #expect(leaf.isLeaf && leaf.vote == vote && leaf.feature == 0)
  }

  @Test func nodesAreSmall() { #expect(MemoryLayout<CodedNode>.stride == 8) }
}
