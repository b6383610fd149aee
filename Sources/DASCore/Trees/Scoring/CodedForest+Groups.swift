import CKernels

extension CodedForest {
  typealias Leaf = UnsafePointer<Int64>

  func root(of tree: Int) -> Leaf {
    UnsafeRawPointer(nodes.base + starts.base[tree]).assumingMemoryBound(to: Int64.self)
  }

  /// Calls `body` with the leaf of each row in a tree.
  @inline(__always)
  func forEachRow(
    of rows: borrowing CodedRows, in tree: Int, _ memory: borrowing Scratch<Leaf?>,
    _ body: (_ row: Int, _ leaf: Leaf) -> Void
  ) {
    let root = root(of: tree)
    for first in stride(from: 0, to: rows.count, by: CodedRows.group) {
      let size = min(CodedRows.group, rows.count - first)
      spines.descend(tree, root: root, rows.row(first), rows: size, into: memory.base)
      for row in 0..<size { body(first &+ row, memory.base[row].unsafelyUnwrapped) }
    }
  }

  /// Memory for `forEachRow`.
  func groupMemory(on execution: Execution) throws -> Scratch<Leaf?> {
    try execution.scratch(CodedRows.group, of: Optional<Leaf>.self)
  }

  /// The rows in the order of the leaves that they end in in the first tree, and among equals in the second:
  /// what is alike in the eyes of the forest stands together, and goes the same way in most other trees.
  func leafOrder(
    of rows: borrowing CodedRows, _ memory: borrowing Scratch<Leaf?>
  ) throws -> Buffer<Int32> {
    let keys = try Buffer<Double>(repeating: 0, count: rows.count)
    for tree in 0..<min(2, treeCount) {
      let (root, share) = (root(of: tree), 1024 / Double(starts[tree + 1] - starts[tree]))
      // Nodes that are near each other in a tree are near each other in memory.
      forEachRow(of: rows, in: tree, memory) { row, leaf in
        keys.base[row] = keys.base[row] * 1024 + (Double(leaf - root) * share).rounded(.down)
      }
    }
    return try Sorting.order(of: keys)
  }
}
