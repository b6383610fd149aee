extension Forest {
  /// Grows `count` trees, each from its number alone and so on any thread, and joins them in order.
  public init(
    growing count: Int, columns: Int, on execution: Execution,
    _ grow: (_ tree: Int) throws -> Tree
  ) throws {
    var trees = [Tree?](repeating: nil, count: count)
    try trees.withUnsafeMutableBufferPointer { slots in
      // Each block writes a slot of its own, so the threads share nothing.
      nonisolated(unsafe) let slots = slots
      try execution.forEach(count, reports: true) { tree in slots[tree] = try grow(tree) }
    }
    try self.init(joining: &trees, columns: columns)
  }

  /// The forest of `trees` in their order, each of which is let go once it is copied: large forests are
  /// not held twice.
  init(joining trees: inout [Tree?], columns: Int) throws {
    let starts = try Buffer<Int>(repeating: 0, count: trees.count + 1)
    for (index, tree) in trees.enumerated() {
      starts[index + 1] = starts[index] + (tree?.nodes.count ?? 0)
    }
    let nodes = try Buffer<TreeNode>(uninitialized: starts[trees.count])
    for index in trees.indices {
      guard let tree = trees[index].take() else { continue }
      (nodes.base + starts[index]).initialize(from: tree.nodes.base, count: tree.nodes.count)
    }
    try self.init(nodes: nodes, starts: starts, columns: columns)
  }
}
