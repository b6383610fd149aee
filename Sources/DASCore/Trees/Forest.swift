/// Trees in flat arrays, shared by isolation forests and boosters.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
public struct Forest: Sendable {
  public let nodes: Buffer<TreeNode>
  public let starts: Buffer<Int>
  /// Features that the trees may ask for.
  public let columns: Int
  let heads: Heads

  public var treeCount: Int { starts.count - 1 }

  public init(nodes: Buffer<TreeNode>, starts: Buffer<Int>, columns: Int) throws {
    self.nodes = nodes
    self.starts = starts
    self.columns = columns
    self.heads = try Heads(nodes: nodes, starts: starts)
  }
}
