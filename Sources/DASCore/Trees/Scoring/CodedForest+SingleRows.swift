import CKernels

extension CodedForest {
  /// Adds the votes of all trees to the sums of a few rows, one row after the other.
  ///
  /// The ribs that a row comes to lie anywhere in memory, and no cache holds a large forest. So the row
  /// takes a step in all trees in turn, and what the next step reads is fetched meanwhile.
  func addRowByRow(
    _ rows: borrowing CodedRows, to sums: UnsafeMutablePointer<UInt64>, on execution: Execution
  ) throws {
    let places = try execution.scratch(treeCount, of: UnsafePointer<Int64>.self)
    for row in 0..<rows.count { addAllTrees(rows.row(row), places.base, to: sums + row) }
  }

  private func addAllTrees(
    _ row: UnsafePointer<UInt16>, _ places: UnsafeMutablePointer<UnsafePointer<Int64>>,
    to sum: UnsafeMutablePointer<UInt64>
  ) {
    for tree in 0..<treeCount {
      places[tree] = root(of: tree) + spines.exit(of: tree, row)
      libdas_prefetch(places[tree], 8)
    }
    var (active, total) = (treeCount, sum.pointee)
    while active > 0 {
      var kept = 0
      for index in 0..<active {
        let place = places[index]
        let node = CodedNode(word: place.pointee)
        let next = libdas_child(place, row).unsafelyUnwrapped
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
