@testable import DASCore

/// Trees of random shapes, from a single leaf to a long chain.
enum TestTrees {
  /// Twenty trees. `leaf` makes a leaf at an index, `inner` a node at an index from that of its
  /// left child.
  static func grow<Node: BitwiseCopyable>(
    withChains: Bool, leaf: (_ index: Int, inout RandomStream) -> Node,
    inner: (_ index: Int, _ left: Int, inout RandomStream) -> Node
  ) throws -> TreeArrays<Node> {
    try TreeArrays(growing: 20, on: Execution()) { tree in
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
        for index in nodes.count..<nodes.count + 2 { nodes.append(leaf(index, &stream)) }
      }
      return try Buffer(nodes)
    }
  }
}
