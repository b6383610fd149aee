/// One grown tree, before it joins a `Forest`: its nodes, root first.
public struct Tree: Sendable {
  public let nodes: Buffer<TreeNode>

  public init(nodes: Buffer<TreeNode>) { self.nodes = nodes }
}
