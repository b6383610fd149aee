/// Trees for classification, grown on bins: nodes of 8 bytes, for rows whose values are coded once.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
package struct CodedForest: Sendable {
  let nodes: Buffer<CodedNode>
  let starts: Buffer<Int>
  let grid: CutGrid
  let spines: Spines

  /// Features that the trees may ask for.
  package var columns: Int { grid.columns }
  package var treeCount: Int { starts.count - 1 }

  init(_ trees: JoinedTrees<CodedNode>, grid: CutGrid) throws {
    (nodes, starts, self.grid) = (trees.nodes, trees.starts, grid)
    spines = try Spines(trees)
  }
}
