/// A forest of classification trees with nodes of 8 bytes. The values of a row are quantised once
/// (`ThresholdGrid`) and then compared as 16-bit integers.
///
/// Tree t owns the nodes `starts[t] ..< starts[t + 1]`; its root comes first.
package struct QuantizedForest: Sendable {
  let nodes: Buffer<QuantizedNode>
  let starts: Buffer<Int>
  let grid: ThresholdGrid
  let heavyPaths: HeavyPaths

  /// The number of features of a row.
  package var columns: Int { grid.columns }
  package var treeCount: Int { starts.count - 1 }

  init(_ trees: TreeArrays<QuantizedNode>, grid: ThresholdGrid) throws {
    (nodes, starts, self.grid) = (trees.nodes, trees.starts, grid)
    heavyPaths = try HeavyPaths(trees)
  }
}
