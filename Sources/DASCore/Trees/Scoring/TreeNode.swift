/// One node of a binary tree: a row goes left where its feature is at most the threshold.
///
/// The right child follows the left one. A leaf is its own left child and has a NaN as threshold:
/// nothing is greater, so a traversal that continues stays there and needs no test for leaves. The
/// payload of the NaN is the leaf's value, so that reaching a leaf loads its value, and a node
/// takes 16 bytes in all.
package struct TreeNode: BitwiseCopyable, Sendable {
  package let threshold: Double
  package let feature: Int32
  /// Index of the left child, counted from the tree's first node.
  package let left: Int32

  package init(threshold: Double, feature: Int32, left: Int32) {
    self.threshold = threshold
    self.feature = feature
    self.left = left
  }
}

// MARK: - Leaves

extension TreeNode {
  /// The range of leaf values.
  package static let leafValues = 0.0...127.0

  /// A leaf whose value is rounded to a multiple of 2^-44.
  package static func leaf(at index: Int, value: Double) -> TreeNode {
    assert(leafValues.contains(value))
    let units = UInt64(truncatingIfNeeded: Int((value / resolution).rounded()))
    return TreeNode(
      threshold: Double(bitPattern: quietNaN | units), feature: 0,
      left: Int32(truncatingIfNeeded: index))
  }

  package var isLeaf: Bool { threshold.isNaN }

  /// The value of a leaf, without a conversion: the units fit below the leading bit of 256.
  @inline(__always)
  package var leafValue: Double {
    Double(bitPattern: (threshold.bitPattern ^ Self.quietNaN) | 256.0.bitPattern) - 256
  }

  private static var resolution: Double { 0x1p-44 }
  private static var quietNaN: UInt64 { 0x7ff8_0000_0000_0000 }
}
