import Testing

@testable import DASCore

@Suite struct QuantizedForestScoringTests {
  /// Trees on features with few or many gaps.
  private func someForest(columns: Int, withChains: Bool) throws -> QuantizedForest {
    let bins = try BinMapper(columns: columns)
    for feature in 0..<columns {
      let values = try TestTables.normal(rows: feature == 0 ? 3 : 1000, columns: 1)
      let sorted = try Buffer(values.storage.array.sorted())
      bins.setBins(of: feature, sorted: UnsafeBufferPointer(sorted.elements))
    }
    let grid = try ThresholdGrid(bins, columns: columns)
    let trees = try TestTrees.grow(withChains: withChains) { _, stream in
      QuantizedNode.leaf(vote: UInt64(stream.below(1 << 34)))
    } inner: { index, left, stream in
      let feature = stream.below(columns)
      return QuantizedNode(
        threshold: stream.below(grid.gaps(of: feature)) * 256 + stream.below(256), feature: feature,
        childrenAfter: left - index)
    }
    return try QuantizedForest(trees, grid: grid)
  }

  /// Rows get the sums of plain traversals by real thresholds, for any number of rows and any
  /// stride, added to what was there.
  private func check(_ forest: QuantizedForest, _ table: Matrix, rows: Int) throws {
    let quantized = try QuantizedBatch(rows, columns: forest.columns, on: Execution())
    let half = rows / 2 / QuantizedBatch.blockRows * QuantizedBatch.blockRows
    for (first, end) in [(0, half), (half, rows)] {
      quantized.quantize(table.row(first), table.columns, end - first, from: first, by: forest.grid)
    }
    let sums = try Buffer<UInt64>(repeating: 3, count: rows)
    try forest.addVotes(on: quantized, to: sums.base, on: Execution())
    for row in 0..<rows {
      let votes = (0..<forest.treeCount).map {
        forest.nodes[forest.leaf(of: table.row(row), tree: $0)].vote
      }
      #expect(sums[row] == 3 + votes.reduce(0, +))
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 61, 64, 139, 1090], [false, true])
  func equalsPlainTraversal(_ count: Int, _ withChains: Bool) throws {
    let forest = try someForest(columns: 3, withChains: withChains)
    let table = try TestTables.normal(rows: count + 1, columns: withChains ? 5 : 3, seed: 7)
    try check(forest, table, rows: count)
  }
}
