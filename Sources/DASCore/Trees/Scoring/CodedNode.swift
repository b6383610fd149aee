import CKernels

/// One node of a tree for classification, in a word of 8 bytes: a row goes left where the code of its
/// feature (`CutGrid`) is at most the node's.
///
/// From the lowest bit on: 16 bits of code, 20 of feature, and 28 that say how many nodes behind this one the left
/// child is; the right child stands behind the left one. A leaf is a negative word, asks for feature 0, and
/// holds its vote, 35 bits, in place of code and child.
package struct CodedNode: BitwiseCopyable, Sendable {
  let word: Int64

  /// Nodes of a tree, and features, that a word has room for.
  static let mostNodes = 1 << 27
  static let maxFeatures = 1 << 20

  init(code: Int, feature: Int, childrenAfter distance: Int) {
    assert(code >> 16 == 0 && feature < Self.maxFeatures && distance < Self.mostNodes)
    word = Int64(distance) << 36 | Int64(feature) << 16 | Int64(code)
  }

  init(word: Int64) { self.word = word }

  /// A leaf with a vote in 0 ... `RowVotes.whole`.
  static func leaf(vote: UInt64) -> CodedNode {
    let vote = Int64(truncatingIfNeeded: vote)
    return CodedNode(word: .min | (vote >> 16) << 36 | vote & 0xffff)
  }

  @inline(__always) var isLeaf: Bool { word < 0 }
  var code: Int { Int(word & 0xffff) }
  var feature: Int { Int(word >> 16 & 0xf_ffff) }
  @inline(__always) var childrenAfter: Int { Int(word >> 36) }

  /// The vote of a leaf.
  @inline(__always) var vote: UInt64 { libdas_vote(word) }
}
