/// One node of a binary tree: a row goes left where its feature is at most the threshold.
///
/// The right child stands behind the left one. A leaf is its own left child, under a threshold that is not a
/// number: nothing is greater, so a descent that goes on stays where it is and needs no test for
/// leaves. The bits that tell one NaN from another hold the leaf's value, so that whoever has reached
/// a leaf has read its value, and nodes take 16 bytes in all.
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
  /// What the value of a leaf may be.
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

  /// The value of a leaf, without a conversion: 256 has room for all units below its leading bit.
  @inline(__always)
  package var leafValue: Double {
    Double(bitPattern: (threshold.bitPattern ^ Self.quietNaN) | 256.0.bitPattern) - 256
  }

  private static var resolution: Double { 0x1p-44 }
  private static var quietNaN: UInt64 { 0x7ff8_0000_0000_0000 }
}
