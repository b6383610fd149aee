import CKernels

extension QuantizedForest {
  /// Adds the votes of all trees on each row to its sum. Integer sums are independent of order, so
  /// a row's sum does not depend on the rows around it.
  ///
  /// Each tree passes over all rows before the next one does: the more rows, the less often a
  /// forest that exceeds the cache is read from memory.
  ///
  /// - Complexity: O(trees x depth) a row, less than a nanosecond a level.
  func addVotes(
    on rows: borrowing QuantizedBatch, to sums: UnsafeMutablePointer<UInt64>,
    on execution: Execution
  ) throws {
    if rows.count < Self.minBatchRows { return try addRowByRow(rows, to: sums, on: execution) }
    let leaves = try execution.scratch(
      QuantizedBatch.blockRows, of: Optional<UnsafePointer<Int64>>.self)
    for tree in 0..<treeCount {
      let root = root(of: tree)
      for first in stride(from: 0, to: rows.count, by: QuantizedBatch.blockRows) {
        let size = min(QuantizedBatch.blockRows, rows.count - first)
        heavyPaths.findLeaves(
          in: tree, root: root, rows.row(first), rows: size, into: leaves.base)
        for row in 0..<size {
          sums[first &+ row] &+= libdas_leaf_vote(leaves.base[row].unsafelyUnwrapped.pointee)
        }
      }
    }
  }

  /// Fewer rows pass through all trees at once, one row after the other.
  private static var minBatchRows: Int {
    #if WITHOUT_SINGLE_ROWS
      0
    #else
      8
    #endif
  }

  func root(of tree: Int) -> UnsafePointer<Int64> {
    UnsafeRawPointer(nodes.base + starts.base[tree]).assumingMemoryBound(to: Int64.self)
  }
}
