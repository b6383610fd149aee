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
    if rows.count >= Self.manyRows { return try addInOrder(rows, to: sums, on: execution) }
    let memory = try groupMemory(on: execution)
    for tree in 0..<treeCount {
      forEachRow(of: rows, in: tree, memory) { sums[$0] &+= libdas_vote($1.pointee) }
    }
  }

  /// Fewer rows go through all trees at once, one row after the other.
  private static var fewRows: Int { 8 }

  /// So many rows have some like them among themselves.
  private static var manyRows: Int { 1024 }

  /// Steps for each row above which rows do not go the same way.
  private static var mostSteps: Int { 3 }

  /// Rows that are like each other go through the trees together, as long as they go the same way.
  private func addInOrder(
    _ rows: borrowing CodedRows, to sums: UnsafeMutablePointer<UInt64>, on execution: Execution
  ) throws {
    let memory = try groupMemory(on: execution)
    let order = try leafOrder(of: rows, memory)
    let ordered = try CodedRows(rows, inOrder: order.base, on: execution)
    let votes = try execution.scratch(rows.count, of: UInt64.self)
    let parties = try execution.scratch(Int(LIBDAS_PARTIES), of: libdas_party.self)
    votes.base.update(repeating: 0, count: rows.count)
    var areAlike = true
    for tree in 0..<treeCount {
      if areAlike {
        let steps = addTogether(tree, ordered, parties.base, to: votes.base)
        areAlike = steps <= Self.mostSteps * rows.count
      } else {
        forEachRow(of: ordered, in: tree, memory) { votes.base[$0] &+= libdas_vote($1.pointee) }
      }
    }
    for row in 0..<rows.count { sums[Int(order.base[row])] &+= votes.base[row] }
  }

  /// Returns how many steps that took.
  private func addTogether(
    _ tree: Int, _ rows: borrowing CodedRows, _ memory: UnsafeMutablePointer<libdas_party>,
    to sums: UnsafeMutablePointer<UInt64>
  ) -> Int {
    var steps = 0
    for first in stride(from: 0, to: rows.count, by: Int(LIBDAS_TOGETHER)) {
      steps += libdas_descend_together(
        root(of: tree), rows.row(first), columns, min(Int(LIBDAS_TOGETHER), rows.count - first),
        memory, sums + first)
    }
    return steps
  }
}
