import Testing

@testable import DASCore

@Suite struct TreeNodeTests {
  /// A leaf keeps multiples of 2^-44, and rounds other values to the nearest.
  @Test func leavesKeepTheirValues() {
    var stream = RandomStream(seed: 3, purpose: .test, index: 0)
    let exact = [0, 1, 0x1p-44, 127, 0.5 + 0x1p-34, 1 - 0x1p-34, 126.999_999_999]
    for value in exact + (0..<1000).map({ _ in stream.uniform(0, 127) }) {
      let leaf = TreeNode.leaf(at: 5, value: value)
      #expect(leaf.isLeaf && abs(leaf.leafValue - value) <= 0x1p-45)
      #expect(TreeNode.leaf(at: 5, value: leaf.leafValue).leafValue == leaf.leafValue)
    }
  }

  /// Every row goes left from a leaf, to the leaf itself.
  @Test(arguments: [-1e150, -0.0, 0, 1e150, .infinity, -.infinity])
  func nothingIsRightOfALeaf(_ value: Double) {
    for leaf in [0, 0.25, 1, 127] {
      #expect(!(value > TreeNode.leaf(at: 0, value: leaf).threshold))
    }
  }

  @Test func thresholdsAreNoLeaves() {
    for threshold in [0, -1e300, .greatestFiniteMagnitude] {
      #expect(!TreeNode(threshold: threshold, feature: 2, left: 7).isLeaf)
    }
  }

  @Test func nodesAreSmall() { #expect(MemoryLayout<TreeNode>.stride == 16) }
}
