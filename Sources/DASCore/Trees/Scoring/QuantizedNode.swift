import CKernels

/// One node of a classification tree, in a word of 8 bytes: a row goes left where its quantised
/// value of the feature (`ThresholdGrid`) is at most the threshold.
///
/// From the lowest bit on: 16 bits of threshold, 20 bits of feature, and 28 bits of distance to the
/// left child, which comes after the node; the right child follows the left one. A leaf is a
/// negative word of feature 0, with a vote of 35 bits in place of threshold and distance.
package struct QuantizedNode: BitwiseCopyable, Sendable {
  let word: Int64

  /// Limits of nodes in a tree, and of features.
  static let maxNodes = 1 << 27
  static let maxFeatures = 1 << 20

  init(threshold: Int, feature: Int, childrenAfter distance: Int) {
    assert(threshold >> 16 == 0 && feature < Self.maxFeatures && distance < Self.maxNodes)
    word = Int64(distance) << 36 | Int64(feature) << 16 | Int64(threshold)
  }

  init(word: Int64) { self.word = word }

  /// A leaf with a vote in 0 ... `VoteSums.whole`.
  static func leaf(vote: UInt64) -> QuantizedNode {
    let vote = Int64(truncatingIfNeeded: vote)
    return QuantizedNode(word: .min | (vote >> 16) << 36 | vote & 0xffff)
  }

  @inline(__always) var isLeaf: Bool { word < 0 }
  var threshold: Int { Int(word & 0xffff) }
  var feature: Int { Int(word >> 16 & 0xf_ffff) }
  @inline(__always) var childrenAfter: Int { Int(word >> 36) }

  /// The vote of a leaf.
  @inline(__always) var vote: UInt64 { libdas_leaf_vote(word) }
}
