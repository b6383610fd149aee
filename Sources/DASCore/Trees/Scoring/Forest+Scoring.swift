extension Forest {
  /// Adds to each of `count` sums the leaf values of its row, tree by tree in order, so that a row's
  /// sum does not depend on the rows around it.
  ///
  /// A descent is a chain of loads, each waiting for the one before. Eight go side by side to fill the
  /// waits: eight rows in one tree, or one row in eight trees. Callers hand in blocks that fit a cache,
  /// as `scoreBlocks` cuts them, since each tree passes over all rows before the next one does.
  ///
  /// - Complexity: O(trees x depth) a row, about a nanosecond a level.
  package func addLeafValues(
    of rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    #if WITHOUT_TOP_LEVELS
      let many = 0
    #else
      let many = count / Crowns.rows * Crowns.rows
    #endif
    if many > 0 { try addFromCrowns(rows, rowStride, many, to: sums, on: execution) }
    withExtendedLifetime(self) {
      let whole = count & ~7
      if whole > many {
        addFromRoots(rows + many &* rowStride, rowStride, whole - many, to: sums + many)
      }
      for row in whole..<count { addAllTrees(rows + row &* rowStride, to: sums + row) }
    }
  }

  /// For a number of rows that eight divides.
  private func addFromRoots(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    for tree in 0..<treeCount {
      let start = starts.base[tree]
      var row = 0
      while row < count {
        addEight(
          start, from: (0, 0, 0, 0, 0, 0, 0, 0), rows + row &* stride, stride, to: sums + row)
        row &+= 8
      }
    }
  }

  /// For a number of rows that `Crowns.rows` divides.
  private func addFromCrowns(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int,
    to sums: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let transposed = try execution.scratch(count * columns)
    let ways = try execution.scratch(Crowns.rows, of: Int64.self)
    transpose(rows, stride, count, into: transposed.base)
    for tree in 0..<treeCount {
      let start = starts.base[tree]
      for block in Swift.stride(from: 0, to: count, by: Crowns.rows) {
        let ends = crowns.pass(tree, transposed.base + block &* columns, into: ways.base)
        for group in Swift.stride(from: 0, to: Crowns.rows, by: 8) {
          let (row, way) = (block &+ group, ways.base + group)
          addEight(
            start,
            from: (
              Int(ends[Int(way[0])]), Int(ends[Int(way[1])]), Int(ends[Int(way[2])]),
              Int(ends[Int(way[3])]), Int(ends[Int(way[4])]), Int(ends[Int(way[5])]),
              Int(ends[Int(way[6])]), Int(ends[Int(way[7])])
            ), rows + row &* stride, stride, to: sums + row)
        }
      }
    }
  }

  /// Block after block of rows, each feature by feature.
  private func transpose(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int,
    into blocks: UnsafeMutablePointer<Double>
  ) {
    for block in Swift.stride(from: 0, to: count, by: Crowns.rows) {
      for feature in 0..<columns {
        let target = blocks + block &* columns + feature &* Crowns.rows
        for row in 0..<Crowns.rows {
          target[row] = rows[(block &+ row) &* stride &+ feature]
        }
      }
    }
  }

  /// Eight rows, one behind the other, in the tree whose first node is `start`.
  @inline(__always)
  private func addEight(
    _ start: Int, from first: Eight<Int>, _ x: UnsafePointer<Double>, _ stride: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let nodes = UnsafePointer(nodes.base + start)
    let leaf = Self.leaves(
      (nodes, nodes, nodes, nodes, nodes, nodes, nodes, nodes),
      (
        x, x + stride, x + 2 &* stride, x + 3 &* stride, x + 4 &* stride, x + 5 &* stride,
        x + 6 &* stride, x + 7 &* stride
      ), from: first)
    sums[0] += nodes[leaf.0].leafValue
    sums[1] += nodes[leaf.1].leafValue
    sums[2] += nodes[leaf.2].leafValue
    sums[3] += nodes[leaf.3].leafValue
    sums[4] += nodes[leaf.4].leafValue
    sums[5] += nodes[leaf.5].leafValue
    sums[6] += nodes[leaf.6].leafValue
    sums[7] += nodes[leaf.7].leafValue
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
        (row, row, row, row, row, row, row, row), from: (0, 0, 0, 0, 0, 0, 0, 0))
      // One addition after the other, as if the trees had come one by one.
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

  /// Eight places are variables of their own, as those of an array would live in memory.
  private typealias Eight<Place> = (Place, Place, Place, Place, Place, Place, Place, Place)

  /// The leaves of eight descents, counted from the first node of each tree. There is no branch but
  /// one a level: what has reached its leaf stays there until the last has.
  @inline(__always)
  private static func leaves(
    _ n: Eight<UnsafePointer<TreeNode>>, _ x: Eight<UnsafePointer<Double>>,
    from first: Eight<Int>
  ) -> Eight<Int> {
    var (i0, i1, i2, i3, i4, i5, i6, i7) = first
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
