@testable import DASCore

/// Trees of random shapes, from a single leaf to a long chain.
enum TestTrees {
  /// Twelve of them. `leaf` makes a leaf for a place, `inner` a node for a place and that of its left child.
  static func grow<Node: BitwiseCopyable>(
    withChains: Bool, leaf: (_ position: Int, inout RandomStream) -> Node,
    inner: (_ position: Int, _ left: Int, inout RandomStream) -> Node
  ) throws -> JoinedTrees<Node> {
    try JoinedTrees(growing: 12, on: Execution()) { tree in
      var stream = RandomStream(seed: 5, purpose: .test, index: tree)
      var nodes = [leaf(0, &stream)]
      var leaves = [0]
      for _ in 0..<tree * tree {
        let isChain = withChains && tree % 2 == 1
        // A chain splits its newest leaf, the others their oldest or any.
        let parent = leaves.remove(
          at: isChain ? leaves.count - 1 : tree % 3 == 0 ? 0 : stream.below(leaves.count))
        leaves += [nodes.count, nodes.count + 1]
        nodes[parent] = inner(parent, nodes.count, &stream)
        for position in nodes.count..<nodes.count + 2 { nodes.append(leaf(position, &stream)) }
      }
      return try Buffer(nodes)
    }
  }
}
