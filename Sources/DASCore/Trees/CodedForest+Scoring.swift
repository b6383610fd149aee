import CVectorMath

extension CodedForest {
  /// Adds to each of `count` sums the votes of all trees on its row. Sums of whole numbers have no
  /// order, so a row's sum does not depend on the rows around it.
  ///
  /// Callers hand in blocks that fit a cache, as `scoreBlocks` cuts them, since each tree passes over
  /// all rows before the next one does.
  ///
  /// - Complexity: O(trees x depth) a row, less than a nanosecond a level.
  func addVotes(
    on rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<UInt64>, on execution: Execution
  ) throws {
    let coded = try CodedRows(rows, rowStride, count, by: grid, on: execution)
    let whole = count & ~7
    if whole > 0 { try addTreeByTree(coded, whole, to: sums, on: execution) }
    if whole == count { return }
    let places = try execution.scratch(treeCount, of: Place.self)
    for row in whole..<count { addAllTrees(coded.row(row), places.base, to: sums + row) }
  }
}

// MARK: - Many rows

extension CodedForest {
  private typealias Place = UnsafePointer<CodedNode>

  /// For a number of rows that eight divides.
  private func addTreeByTree(
    _ rows: borrowing CodedRows, _ count: Int, to sums: UnsafeMutablePointer<UInt64>,
    on execution: Execution
  ) throws {
    let ways = try execution.scratch(CodedRows.count, of: UInt16.self)
    let many = count / CodedRows.count * CodedRows.count
    for tree in 0..<treeCount {
      let root = Place(nodes.base + starts.base[tree])
      for row in stride(from: 0, to: many, by: CodedRows.count) {
        addFromSpine(tree, root, rows.row(row), ways.base, to: sums + row)
      }
      for row in stride(from: many, to: count, by: 8) {
        Self.addEight((root, root, root, root, root, root, root, root), rows.row(row), sums + row)
      }
    }
  }

  /// For `CodedRows.count` rows: along the tree's spine together, then eight at a time.
  @inline(__always)
  private func addFromSpine(
    _ tree: Int, _ root: Place, _ rows: UnsafePointer<UInt16>,
    _ ways: UnsafeMutablePointer<UInt16>, to sums: UnsafeMutablePointer<UInt64>
  ) {
    let exits = spines.pass(tree, rows, into: ways)
    for row in stride(from: 0, to: CodedRows.count, by: 8) {
      let way = ways + row
      Self.addEight(
        (
          root + Int(exits[Int(way[0])]), root + Int(exits[Int(way[1])]),
          root + Int(exits[Int(way[2])]), root + Int(exits[Int(way[3])]),
          root + Int(exits[Int(way[4])]), root + Int(exits[Int(way[5])]),
          root + Int(exits[Int(way[6])]), root + Int(exits[Int(way[7])])
        ), rows + row, sums + row)
    }
  }

  /// Adds the votes of one tree on eight rows, one beside the other, that have come to the nodes `n`.
  ///
  /// A descent is a chain of loads, each waiting for the one before; eight side by side fill the waits. Places
  /// are variables of their own, as those of an array would live in memory. There is no branch but
  /// one a level: what has reached its leaf stays there until the last has.
  @inline(__always)
  private static func addEight(
    _ n: (Place, Place, Place, Place, Place, Place, Place, Place), _ x: UnsafePointer<UInt16>,
    _ sums: UnsafeMutablePointer<UInt64>
  ) {
    var (n0, n1, n2, n3, n4, n5, n6, n7) = n
    while true {
      let (m0, m1, m2, m3) = (next(n0, x), next(n1, x + 1), next(n2, x + 2), next(n3, x + 3))
      let (m4, m5, m6, m7) = (next(n4, x + 4), next(n5, x + 5), next(n6, x + 6), next(n7, x + 7))
      let isDone =
        m0 == n0 && m1 == n1 && m2 == n2 && m3 == n3 && m4 == n4 && m5 == n5 && m6 == n6
        && m7 == n7
      if isDone { break }
      (n0, n1, n2, n3, n4, n5, n6, n7) = (m0, m1, m2, m3, m4, m5, m6, m7)
    }
    sums[0] &+= n0.pointee.vote
    sums[1] &+= n1.pointee.vote
    sums[2] &+= n2.pointee.vote
    sums[3] &+= n3.pointee.vote
    sums[4] &+= n4.pointee.vote
    sums[5] &+= n5.pointee.vote
    sums[6] &+= n6.pointee.vote
    sums[7] &+= n7.pointee.vote
  }

  /// Where a row goes from a node: a leaf keeps it.
  @inline(__always)
  private static func next(_ place: Place, _ row: UnsafePointer<UInt16>) -> Place {
    let node = place.pointee
    let next = place + (node.childrenAfter &+ (node.sendsRight(row) ? 1 : 0))
    return node.isLeaf ? place : next
  }
}

// MARK: - One row

extension CodedForest {
  /// The ribs that a row comes to lie anywhere in memory, and no cache holds a large forest. So the row
  /// takes a step in all trees in turn, and what the next step reads is fetched meanwhile.
  private func addAllTrees(
    _ row: UnsafePointer<UInt16>, _ places: UnsafeMutablePointer<Place>,
    to sum: UnsafeMutablePointer<UInt64>
  ) {
    for tree in 0..<treeCount {
      places[tree] = Place(nodes.base + (starts.base[tree] &+ spines.exit(of: tree, row)))
      libdas_prefetch(places[tree], 8)
    }
    var (active, total) = (treeCount, sum.pointee)
    while active > 0 {
      var kept = 0
      for index in 0..<active {
        let place = places[index]
        let node = place.pointee
        let next = place + (node.childrenAfter &+ (node.sendsRight(row) ? 1 : 0))
        libdas_prefetch(next, 8)
        total &+= node.isLeaf ? node.vote : 0
        places[kept] = next
        kept &+= node.isLeaf ? 0 : 1
      }
      active = kept
    }
    sum.pointee = total
  }
}
