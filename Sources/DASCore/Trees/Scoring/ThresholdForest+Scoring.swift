import CKernels

extension ThresholdForest {
  /// Adds to each of `count` sums the leaf values of its row, tree by tree in order, so that a
  /// row's sum does not depend on the rows around it.
  ///
  /// A traversal is a chain of loads, each waiting for the one before. Sixteen side by side hide
  /// the latency: sixteen rows in one tree, or one row in sixteen trees. Callers pass blocks that
  /// fit the cache, as `scoreBlocks` cuts them, since each tree passes over all rows before the
  /// next one does.
  ///
  /// - Complexity: O(trees x depth) a row, less than a nanosecond a level.
  package func addLeafValues(
    of rows: UnsafePointer<Double>, rowStride: Int, count: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let nodes = UnsafeRawPointer(nodes.base).assumingMemoryBound(to: libdas_tree_node.self)
    libdas_add_leaf_values(nodes, starts.base, treeCount, rows, rowStride, count, sums)
  }
}
