/// A forest of trees with real thresholds and real leaf values, in flat arrays: an isolation
/// forest.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
package struct ThresholdForest: Sendable {
  package let nodes: Buffer<TreeNode>
  package let starts: Buffer<Int>
  /// The number of features of a row.
  package let columns: Int

  package var treeCount: Int { starts.count - 1 }

  package init(_ trees: TreeArrays<TreeNode>, columns: Int) {
    (nodes, starts, self.columns) = (trees.nodes, trees.starts, columns)
  }
}
