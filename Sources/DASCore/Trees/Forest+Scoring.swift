extension Forest {
  /// Adds to each of `count` sums the leaf values of its row, tree by tree in order, so that a row's
  /// sum does not depend on the rows around it.
  ///
  /// A descent is a chain of loads, each waiting for the one before. Eight go side by side to fill the
  /// waits: eight rows in one tree, or one row in eight trees. Callers hand in blocks that fit a cache,
  /// as `scoreBlocks` cuts them, since each tree passes over all rows before the next one does.
  ///
  /// - Complexity: O(trees x depth) a row, about a nanosecond a level.
  public func addLeafValues(
    of rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    withExtendedLifetime(self) {
      let whole = count & ~7
      if whole > 0 { addTreeByTree(rows, rowStride, whole, to: sums) }
      for row in whole..<count { addAllTrees(rows + row &* rowStride, to: sums + row) }
    }
  }

  /// For a number of rows that eight divides.
  private func addTreeByTree(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    for tree in 0..<treeCount {
      let start = starts.base[tree]
      let (nodes, values) = (UnsafePointer(nodes.base + start), values.base + start)
      var row = 0
      while row < count {
        let x = rows + row &* stride
        let leaf = Self.leaves(
          (nodes, nodes, nodes, nodes, nodes, nodes, nodes, nodes),
          (
            x, x + stride, x + 2 &* stride, x + 3 &* stride, x + 4 &* stride, x + 5 &* stride,
            x + 6 &* stride, x + 7 &* stride
          ))
        let sums = sums + row
        sums[0] += values[leaf.0]
        sums[1] += values[leaf.1]
        sums[2] += values[leaf.2]
        sums[3] += values[leaf.3]
        sums[4] += values[leaf.4]
        sums[5] += values[leaf.5]
        sums[6] += values[leaf.6]
        sums[7] += values[leaf.7]
        row &+= 8
      }
    }
  }

  /// For one row.
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
      let values = values.base
      // One addition after the other, as if the trees had come one by one.
      total += values[s[0] &+ leaf.0]
      total += values[s[1] &+ leaf.1]
      total += values[s[2] &+ leaf.2]
      total += values[s[3] &+ leaf.3]
      total += values[s[4] &+ leaf.4]
      total += values[s[5] &+ leaf.5]
      total += values[s[6] &+ leaf.6]
      total += values[s[7] &+ leaf.7]
      tree &+= 8
    }
    while tree < treeCount {
      let start = starts.base[tree]
      total += values.base[start &+ Self.leaf(nodes.base + start, row)]
      tree &+= 1
    }
    sum.pointee = total
  }

  /// Eight places are variables of their own, as those of an array would live in memory.
  private typealias Eight<Place> = (Place, Place, Place, Place, Place, Place, Place, Place)

  /// The leaves of eight descents, counted from the first node of each tree. There is no branch but
  /// one a level: what has reached its leaf stays there until the last has.
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

  /// The leaf that a row ends in, counted from the tree's first node.
  @inline(__always)
  static func leaf(_ nodes: UnsafePointer<TreeNode>, _ row: UnsafePointer<Double>) -> Int {
    var index = 0
    while true {
      let next = child(nodes, of: index, row)
      if next == index { return index }
      index = next
    }
  }

  /// The node that a row goes to from node `index`: a leaf sends it back to itself.
  @inline(__always)
  private static func child(
    _ nodes: UnsafePointer<TreeNode>, of index: Int, _ row: UnsafePointer<Double>
  ) -> Int {
    let node = nodes + index
    let isRight = row[Int(node.pointee.feature)] > node.pointee.threshold
    return Int(node.pointee.left) &+ (isRight ? 1 : 0)
  }
}
