import CVectorMath

/// The spine of each tree: from the root on to the child with more nodes below it, down to a leaf.
///
/// Trees that part a rare class from the rest are long spines with short ribs: descents of thirty steps,
/// most of them on the spine. A descent is a chain of loads. But the first step at which a row leaves a
/// known path is found by comparisons that do not wait for each other, many rows at once
/// (`libdas_leave_path`). Only the ribs are left to descend.
struct Spines: Sendable {
  /// The steps of all spines; those of tree t are `starts[t] ..< starts[t + 1]`.
  private let steps: Buffer<libdas_step>
  private let starts: Buffer<Int>
  /// Where a row is that left at a step, counted from the tree's first node; behind the steps of
  /// each tree the leaf at its end.
  private let exits: Buffer<Int32>

  /// On the mean; the first steps of trees with shorter spines are passed sooner as `Crowns`.
  private static let leastLength = 16

  /// Nil where the spines are short.
  ///
  /// - Complexity: O(nodes).
  init?(nodes: Buffer<TreeNode>, starts trees: Buffer<Int>) throws {
    let sizes = try Buffer<Int32>(uninitialized: nodes.count)
    let starts = try Buffer<Int>(repeating: 0, count: trees.count)
    for tree in 0..<trees.count - 1 {
      let first = trees.base[tree]
      let (nodes, sizes) = (nodes.base + first, sizes.base + first)
      Self.count(nodes, trees.base[tree + 1] - first, into: sizes)
      var length = 0
      Self.walk(nodes, sizes) { _, _, _ in length += 1 }
      starts.base[tree + 1] = starts.base[tree] + length
    }
    let total = starts.base[trees.count - 1]
    if total < Self.leastLength * (trees.count - 1) { return nil }
    self.starts = starts
    self.steps = try Buffer(uninitialized: total)
    self.exits = try Buffer(uninitialized: total + trees.count - 1)
    for tree in 0..<trees.count - 1 { fill(tree, nodes, sizes, trees) }
  }

  private func fill(
    _ tree: Int, _ nodes: Buffer<TreeNode>, _ sizes: Buffer<Int32>, _ trees: Buffer<Int>
  ) {
    let (first, start) = (trees.base[tree], starts.base[tree])
    var place = start
    let end = Self.walk(nodes.base + first, sizes.base + first) { node, next, exit in
      steps.base[place] = libdas_step(
        threshold: node.threshold, feature: node.feature, leaves_right: next < exit ? 1 : 0)
      exits.base[place + tree] = Int32(truncatingIfNeeded: exit)
      place += 1
    }
    exits.base[place + tree] = Int32(truncatingIfNeeded: end)
  }

  /// The nodes below each node, itself included: children stand behind their parents.
  private static func count(
    _ nodes: UnsafePointer<TreeNode>, _ count: Int, into sizes: UnsafeMutablePointer<Int32>
  ) {
    for node in (0..<count).reversed() {
      let left = Int(nodes[node].left)
      sizes[node] = left == node ? 1 : sizes[left] &+ sizes[left + 1] &+ 1
    }
  }

  /// Calls `body` with each node of the spine, its child on the spine and the other one; returns the leaf.
  @discardableResult
  private static func walk(
    _ nodes: UnsafePointer<TreeNode>, _ sizes: UnsafePointer<Int32>,
    _ body: (_ node: TreeNode, _ next: Int, _ exit: Int) -> Void
  ) -> Int {
    var index = 0
    while Int(nodes[index].left) != index {
      let left = Int(nodes[index].left)
      let next = sizes[left] >= sizes[left + 1] ? left : left + 1
      body(nodes[index], next, 2 * left + 1 - next)
      index = next
    }
    return index
  }

  @inline(__always)
  func steps(of tree: Int) -> UnsafeBufferPointer<libdas_step> {
    let start = starts.base[tree]
    return UnsafeBufferPointer(start: steps.base + start, count: starts.base[tree + 1] - start)
  }

  @inline(__always)
  func exits(of tree: Int) -> UnsafePointer<Int32> {
    UnsafePointer(exits.base + starts.base[tree] + tree)
  }
}
