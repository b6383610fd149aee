import CKernels

extension QuantizedForest {
  /// Adds the votes of all trees to the sums of a few rows, one row after the other.
  ///
  /// The light subtrees that a row reaches are anywhere in memory, and a large forest exceeds the
  /// cache. So the row takes one step in all trees in turn, and the next nodes are prefetched.
  func addRowByRow(
    _ rows: borrowing QuantizedBatch, to sums: UnsafeMutablePointer<UInt64>,
    on execution: Execution
  ) throws {
    let nodes = try execution.scratch(treeCount, of: UnsafePointer<Int64>.self)
    for row in 0..<rows.count { addAllTrees(rows.row(row), nodes.base, to: sums + row) }
  }

  private func addAllTrees(
    _ row: UnsafePointer<UInt16>, _ nodes: UnsafeMutablePointer<UnsafePointer<Int64>>,
    to sum: UnsafeMutablePointer<UInt64>
  ) {
    for tree in 0..<treeCount {
      nodes[tree] = root(of: tree) + heavyPaths.exit(of: tree, row)
      libdas_prefetch(nodes[tree], 8)
    }
    var (active, total) = (treeCount, sum.pointee)
    while active > 0 {
      var kept = 0
      for index in 0..<active {
        let node = QuantizedNode(word: nodes[index].pointee)
        let next = libdas_child(nodes[index], row).unsafelyUnwrapped
        libdas_prefetch(next, 8)
        total &+= node.isLeaf ? node.vote : 0
        nodes[kept] = next
        kept &+= node.isLeaf ? 0 : 1
      }
      active = kept
    }
    sum.pointee = total
  }
}
