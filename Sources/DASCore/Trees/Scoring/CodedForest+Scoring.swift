import CKernels

extension CodedForest {
  /// Adds to the sum of each row the votes of all trees on it. Sums of whole numbers have no order, so a
  /// row's sum does not depend on the rows around it.
  ///
  /// Each tree passes over all rows before the next one does: the more rows there are, the less often a
  /// forest that no cache holds has to come from memory.
  ///
  /// - Complexity: O(trees x depth) a row, less than a nanosecond a level.
  func addVotes(
    on rows: borrowing CodedRows, to sums: UnsafeMutablePointer<UInt64>, on execution: Execution
  ) throws {
    if rows.count < Self.fewRows { return try addRowByRow(rows, to: sums, on: execution) }
    let leaves = try execution.scratch(CodedRows.group, of: Optional<UnsafePointer<Int64>>.self)
    for tree in 0..<treeCount {
      let root = root(of: tree)
      for first in stride(from: 0, to: rows.count, by: CodedRows.group) {
        let size = min(CodedRows.group, rows.count - first)
        spines.descend(tree, root: root, rows.row(first), rows: size, into: leaves.base)
        for row in 0..<size {
          sums[first &+ row] &+= libdas_vote(leaves.base[row].unsafelyUnwrapped.pointee)
        }
      }
    }
  }

  /// Fewer rows go through all trees at once, one row after the other.
  private static var fewRows: Int {
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
