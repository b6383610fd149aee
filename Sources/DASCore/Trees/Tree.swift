/// One grown tree, before it joins a `Forest`: its nodes, root first, and a value for each of them.
public struct Tree: Sendable {
  public let nodes: Buffer<TreeNode>
  public let values: Buffer<Double>

  public init(nodes: Buffer<TreeNode>, values: Buffer<Double>) {
    self.nodes = nodes
    self.values = values
  }
}
