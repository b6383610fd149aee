/// One node of a binary tree: a row goes left where its feature is at most the threshold.
///
/// The right child stands behind the left one. A leaf is its own left child under the threshold
/// +infinity, so a descent that goes on stays where it is and needs no test for leaves.
public struct TreeNode: BitwiseCopyable, Sendable {
  public var threshold: Double
  public var feature: Int32
  /// Index of the left child, counted from the tree's first node.
  public var left: Int32

  public static func leaf(at index: Int) -> TreeNode {
    TreeNode(threshold: .infinity, feature: 0, left: Int32(index))
  }
}

/// Trees in flat arrays, shared by isolation forests and boosters.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first. `values` has an entry for
/// each node, of which only those of leaves are read.
public struct Forest: Sendable {
  public let nodes: Buffer<TreeNode>
  public let values: Buffer<Double>
  public let starts: Buffer<Int>
  /// Features that the trees may ask for.
  public let columns: Int

  public var treeCount: Int { starts.count - 1 }

  public init(
    nodes: Buffer<TreeNode>, values: Buffer<Double>, starts: Buffer<Int>, columns: Int
  ) {
    self.nodes = nodes
    self.values = values
    self.starts = starts
    self.columns = columns
  }

  /// Adds to each of `count` sums the leaf values of its row, tree by tree in order, so that a row's
  /// sum does not depend on the rows around it.
  public func addLeafValues(
    of rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    for tree in 0..<treeCount {
      let start = starts.base[tree]
      let (nodes, values) = (nodes.base + start, values.base + start)
      for row in 0..<count {
        let features = rows + row &* rowStride
        var index = 0
        while true {
          let node = nodes[index]
          let next = Int(node.left) &+ (features[Int(node.feature)] > node.threshold ? 1 : 0)
          if next == index { break }
          index = next
        }
        sums[row] += values[index]
      }
    }
  }
}
