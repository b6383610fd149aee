extension ThresholdForest {
  /// Adds to each of `count` sums the leaf values of its row, tree by tree in order, so that a
  /// row's sum does not depend on the rows around it.
  ///
  /// A traversal is a chain of loads, each waiting for the one before. Eight side by side hide the
  /// latency: eight rows in one tree, or one row in eight trees. Callers pass blocks that fit the
  /// cache, as `scoreBlocks` cuts them, since each tree passes over all rows before the next one
  /// does.
  ///
  /// - Complexity: O(trees x depth) a row, about a nanosecond a level.
  package func addLeafValues(
    of rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let whole = count & ~7
    for tree in 0..<treeCount {
      let nodes = UnsafePointer(nodes.base + starts.base[tree])
      for row in stride(from: 0, to: whole, by: 8) {
        addEight(nodes, rows + row &* rowStride, rowStride, to: sums + row)
      }
    }
    for row in whole..<count { addAllTrees(rows + row &* rowStride, to: sums + row) }
  }

  /// For eight consecutive rows in one tree.
  @inline(__always)
  private func addEight(
    _ nodes: UnsafePointer<TreeNode>, _ x: UnsafePointer<Double>, _ stride: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let leaf = Self.leaves(
      (nodes, nodes, nodes, nodes, nodes, nodes, nodes, nodes),
      (
        x, x + stride, x + 2 &* stride, x + 3 &* stride, x + 4 &* stride, x + 5 &* stride,
        x + 6 &* stride, x + 7 &* stride
      ))
    sums[0] += nodes[leaf.0].leafValue
    sums[1] += nodes[leaf.1].leafValue
    sums[2] += nodes[leaf.2].leafValue
    sums[3] += nodes[leaf.3].leafValue
    sums[4] += nodes[leaf.4].leafValue
    sums[5] += nodes[leaf.5].leafValue
    sums[6] += nodes[leaf.6].leafValue
    sums[7] += nodes[leaf.7].leafValue
  }

  /// For one row in all trees.
  private func addAllTrees(
    _ row: UnsafePointer<Double>, to sum: UnsafeMutablePointer<Double>
  ) {
    var total = sum.pointee
    var tree = 0
    while tree &+ 8 <= treeCount {
      let s = starts.base + tree
      let n = UnsafePointer(nodes.base)
      let leaf = Self.leaves(
        (n + s[0], n + s[1], n + s[2], n + s[3], n + s[4], n + s[5], n + s[6], n + s[7]),
        (row, row, row, row, row, row, row, row))
      // One addition after the other, in the order of the trees.
      total += n[s[0] &+ leaf.0].leafValue
      total += n[s[1] &+ leaf.1].leafValue
      total += n[s[2] &+ leaf.2].leafValue
      total += n[s[3] &+ leaf.3].leafValue
      total += n[s[4] &+ leaf.4].leafValue
      total += n[s[5] &+ leaf.5].leafValue
      total += n[s[6] &+ leaf.6].leafValue
      total += n[s[7] &+ leaf.7].leafValue
      tree &+= 8
    }
    while tree < treeCount {
      let first = nodes.base + starts.base[tree]
      total += first[Self.leaf(first, row)].leafValue
      tree &+= 1
    }
    sum.pointee = total
  }

  /// Eight variables, which stay in registers; those of an array would be in memory.
  private typealias Eight<Value> = (Value, Value, Value, Value, Value, Value, Value, Value)

  /// The leaves of eight traversals, counted from the first node of each tree. The only branch is
  /// one a level: a traversal that has reached its leaf stays there until the last one has.
  @inline(__always)
  private static func leaves(
    _ n: Eight<UnsafePointer<TreeNode>>, _ x: Eight<UnsafePointer<Double>>
  ) -> Eight<Int> {
    var (i0, i1, i2, i3, i4, i5, i6, i7) = (0, 0, 0, 0, 0, 0, 0, 0)
    while true {
      let (j0, j1) = (child(n.0, of: i0, x.0), child(n.1, of: i1, x.1))
      let (j2, j3) = (child(n.2, of: i2, x.2), child(n.3, of: i3, x.3))
      let (j4, j5) = (child(n.4, of: i4, x.4), child(n.5, of: i5, x.5))
      let (j6, j7) = (child(n.6, of: i6, x.6), child(n.7, of: i7, x.7))
      let moved =
        (i0 ^ j0) | (i1 ^ j1) | (i2 ^ j2) | (i3 ^ j3) | (i4 ^ j4) | (i5 ^ j5) | (i6 ^ j6)
        | (i7 ^ j7)
      if moved == 0 { return (i0, i1, i2, i3, i4, i5, i6, i7) }
      (i0, i1, i2, i3, i4, i5, i6, i7) = (j0, j1, j2, j3, j4, j5, j6, j7)
    }
  }

  /// The leaf of a row, counted from the tree's first node.
  @inline(__always)
  static func leaf(_ nodes: UnsafePointer<TreeNode>, _ row: UnsafePointer<Double>) -> Int {
    var index = 0
    while true {
      let next = child(nodes, of: index, row)
      if next == index { return index }
      index = next
    }
  }

  /// The child of node `index` that a row goes to. A leaf is its own child.
  @inline(__always)
  private static func child(
    _ nodes: UnsafePointer<TreeNode>, of index: Int, _ row: UnsafePointer<Double>
  ) -> Int {
    let node = nodes + index
    let isRight = row[Int(node.pointee.feature)] > node.pointee.threshold
    return Int(node.pointee.left) &+ (isRight ? 1 : 0)
  }
}
