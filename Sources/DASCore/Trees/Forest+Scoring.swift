extension Forest {
  /// Adds to each of `count` sums the leaf values of its row, tree by tree in order, so that a row's
  /// sum does not depend on the rows around it.
  ///
  /// A descent is a chain of loads, each waiting for the one before. Eight rows descend side by side to
  /// fill the waits, without branches but one a level: rows that have reached their leaf stay there
  /// until the last has. Callers hand in blocks that fit a cache, as `scoreBlocks` cuts them, since
  /// each tree passes over all rows before the next one does.
  ///
  /// - Complexity: O(trees x depth) a row, about a nanosecond a level.
  public func addLeafValues(
    of rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    withExtendedLifetime(self) {
      for tree in 0..<treeCount {
        let start = starts.base[tree]
        let (nodes, values) = (nodes.base + start, values.base + start)
        var row = 0
        while row &+ 8 <= count {
          Self.addEight(nodes, values, rows + row &* rowStride, rowStride, to: sums + row)
          row &+= 8
        }
        while row < count {
          sums[row] += values[Self.leaf(nodes, rows + row &* rowStride)]
          row &+= 1
        }
      }
    }
  }

  /// The eight places are variables of their own, as those of an array would live in memory.
  @inline(__always)
  private static func addEight(
    _ nodes: UnsafePointer<TreeNode>, _ values: UnsafePointer<Double>,
    _ rows: UnsafePointer<Double>, _ stride: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    let (x0, x1, x2, x3) = (rows, rows + stride, rows + 2 &* stride, rows + 3 &* stride)
    let (x4, x5) = (rows + 4 &* stride, rows + 5 &* stride)
    let (x6, x7) = (rows + 6 &* stride, rows + 7 &* stride)
    var (i0, i1, i2, i3, i4, i5, i6, i7) = (0, 0, 0, 0, 0, 0, 0, 0)
    while true {
      let (j0, j1) = (child(nodes, of: i0, x0), child(nodes, of: i1, x1))
      let (j2, j3) = (child(nodes, of: i2, x2), child(nodes, of: i3, x3))
      let (j4, j5) = (child(nodes, of: i4, x4), child(nodes, of: i5, x5))
      let (j6, j7) = (child(nodes, of: i6, x6), child(nodes, of: i7, x7))
      let moved =
        (i0 ^ j0) | (i1 ^ j1) | (i2 ^ j2) | (i3 ^ j3) | (i4 ^ j4) | (i5 ^ j5) | (i6 ^ j6)
        | (i7 ^ j7)
      if moved == 0 { break }
      (i0, i1, i2, i3, i4, i5, i6, i7) = (j0, j1, j2, j3, j4, j5, j6, j7)
    }
    sums[0] += values[i0]
    sums[1] += values[i1]
    sums[2] += values[i2]
    sums[3] += values[i3]
    sums[4] += values[i4]
    sums[5] += values[i5]
    sums[6] += values[i6]
    sums[7] += values[i7]
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
