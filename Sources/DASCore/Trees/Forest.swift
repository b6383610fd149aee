/// One node of a binary tree: a row goes left where its feature is at most the threshold.
///
/// The right child stands behind the left one. A leaf is its own left child under the threshold
/// +infinity, so a descent that goes on stays where it is and needs no test for leaves.
public struct TreeNode: BitwiseCopyable, Sendable {
  public var threshold: Double
  public var feature: Int32
  /// Index of the left child, counted from the tree's first node.
  public var left: Int32

  public init(threshold: Double, feature: Int32, left: Int32) {
    self.threshold = threshold
    self.feature = feature
    self.left = left
  }

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
  let spines: Spines

  public var treeCount: Int { starts.count - 1 }

  public init(
    nodes: Buffer<TreeNode>, values: Buffer<Double>, starts: Buffer<Int>, columns: Int
  ) throws {
    self.nodes = nodes
    self.values = values
    self.starts = starts
    self.columns = columns
    self.spines = try Spines(nodes: nodes, starts: starts)
  }
}
