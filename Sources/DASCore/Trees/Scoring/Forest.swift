/// Trees in flat arrays, with real thresholds and leaves of real values: those of an isolation forest.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
package struct Forest: Sendable {
  package let nodes: Buffer<TreeNode>
  package let starts: Buffer<Int>
  /// Features that the trees may ask for.
  package let columns: Int
  let crowns: Crowns

  package var treeCount: Int { starts.count - 1 }

  package init(_ trees: JoinedTrees<TreeNode>, columns: Int) throws {
    (nodes, starts, self.columns) = (trees.nodes, trees.starts, columns)
    crowns = try Crowns(nodes: nodes, starts: starts)
  }
}
