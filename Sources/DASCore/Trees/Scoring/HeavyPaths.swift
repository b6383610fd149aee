import CKernels

/// The heavy path of each tree (Sleator and Tarjan 1983): from the root always to the child with
/// more nodes below it, down to a leaf.
///
/// Trees that separate a rare class from the rest are long heavy paths with small subtrees: a
/// traversal takes thirty steps, most of them on the path, and each step waits for a load. The
/// first step at which a row leaves a known path is instead found by independent comparisons, for
/// 64 rows at once. Only the light subtrees are left to traverse node by node
/// (`libdas_find_leaves`).
struct HeavyPaths: Sendable {
  /// The steps of all paths; those of tree t are `starts[t] ..< starts[t + 1]`.
  private let steps: Buffer<libdas_path_step>
  private let starts: Buffer<Int>
  /// The node that a row exits to at each step, and after the steps of each tree the node at the
  /// end of the path; both counted from the tree's first node.
  private let exits: Buffer<Int32>

  /// - Complexity: O(nodes).
  init(_ trees: TreeArrays<QuantizedNode>) throws {
    let count = trees.starts.count - 1
    var steps = try GrowingBuffer<libdas_path_step>(capacity: 16 * count)
    var exits = try GrowingBuffer<Int32>(capacity: 17 * count)
    starts = try Buffer(repeating: 0, count: count + 1)
    for tree in 0..<count {
      let (first, end) = (trees.starts.base[tree], trees.starts.base[tree + 1])
      try Self.appendPath(of: trees.nodes.base + first, end - first, to: &steps, &exits)
      starts.base[tree + 1] = steps.count
    }
    (self.steps, self.exits) = (try steps.compacted(), try exits.compacted())
  }

  private static var maxSteps: Int {
    #if WITHOUT_HEAVY_PATHS
      0
    #else
      Int(LIBDAS_MAX_PATH_STEPS)
    #endif
  }

  /// Appends the steps and the exits of one tree.
  private static func appendPath(
    of nodes: UnsafePointer<QuantizedNode>, _ count: Int,
    to steps: inout GrowingBuffer<libdas_path_step>, _ exits: inout GrowingBuffer<Int32>
  ) throws {
    let sizes = try subtreeSizes(nodes, count)
    var (index, length) = (0, 0)
    while !nodes[index].isLeaf, length < maxSteps {
      let node = nodes[index]
      let left = index + node.childrenAfter
      let staysLeft = sizes.base[left] >= sizes.base[left + 1]
      try steps.append(
        libdas_path_step(
          feature: Int32(truncatingIfNeeded: node.feature),
          value: UInt16(truncatingIfNeeded: node.threshold), exits_right: staysLeft ? 1 : 0))
      try exits.append(Int32(truncatingIfNeeded: staysLeft ? left + 1 : left))
      index = staysLeft ? left : left + 1
      length += 1
    }
    try exits.append(Int32(truncatingIfNeeded: index))
  }

  /// The number of nodes in the subtree of each node. Children come after their parents.
  private static func subtreeSizes(
    _ nodes: UnsafePointer<QuantizedNode>, _ count: Int
  ) throws -> Buffer<Int32> {
    let sizes = try Buffer<Int32>(uninitialized: count)
    for index in (0..<count).reversed() {
      let left = index &+ nodes[index].childrenAfter
      sizes.base[index] =
        nodes[index].isLeaf ? 1 : sizes.base[left] &+ sizes.base[left + 1] &+ 1
    }
    return sizes
  }

  /// The node at which one row leaves the path of a tree, counted from its first node.
  ///
  /// All branches but the last are predicted, so no step waits for the one before.
  @inline(__always)
  func exit(of tree: Int, _ row: UnsafePointer<UInt16>) -> Int {
    let end = starts.base[tree + 1]
    var index = starts.base[tree]
    while index < end {
      let step = steps.base[index]
      let isAbove = row[Int(step.feature) &* QuantizedBatch.blockRows] > step.value
      if isAbove == (step.exits_right != 0) { break }
      index &+= 1
    }
    return Int(exits.base[index &+ tree])
  }

  /// Finds the leaves of the rows of a block.
  @inline(__always)
  func findLeaves(
    in tree: Int, root: UnsafePointer<Int64>, _ values: UnsafePointer<UInt16>, rows: Int,
    into leaves: UnsafeMutablePointer<UnsafePointer<Int64>?>
  ) {
    let (start, end) = (starts.base[tree], starts.base[tree + 1])
    libdas_find_leaves(
      root, steps.base + start, end - start, exits.base + start + tree, values, rows, leaves)
  }
}
