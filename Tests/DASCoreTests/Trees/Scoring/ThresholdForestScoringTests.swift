import Testing

@testable import DASCore

@Suite struct ThresholdForestScoringTests {
  private func someForest(columns: Int, withChains: Bool) throws -> ThresholdForest {
    let trees = try TestTrees.grow(withChains: withChains) { index, stream in
      TreeNode.leaf(at: index, value: stream.uniform(0, 127))
    } inner: { _, left, stream in
      TreeNode(
        threshold: stream.normal(), feature: Int32(stream.below(columns)), left: Int32(left))
    }
    return ThresholdForest(trees, columns: columns)
  }

  private func naiveSum(_ forest: ThresholdForest, _ row: UnsafePointer<Double>, from first: Double)
    -> Double
  {
    var sum = first
    for tree in 0..<forest.treeCount {
      let start = forest.starts[tree]
      var index = 0
      while true {
        let node = forest.nodes[start + index]
        if Int(node.left) == index { break }
        index = Int(node.left) + (row[Int(node.feature)] <= node.threshold ? 0 : 1)
      }
      sum += forest.nodes[start + index].leafValue
    }
    return sum
  }

  /// Rows scored side by side get the bits of plain traversals, for any number of rows and any
  /// stride, added to what was there.
  @Test(arguments: [0, 1, 15, 16, 17, 64, 139], [false, true])
  func equalsPlainTraversal(_ count: Int, _ withChains: Bool) throws {
    let stride = withChains ? 5 : 3
    let forest = try someForest(columns: 3, withChains: withChains)
    let table = try TestTables.normal(rows: max(count, 1), columns: stride)
    let sums = try Buffer<Double>(repeating: 0.1, count: count)
    forest.addLeafValues(
      of: table.storage.base, rowStride: stride, count: count, to: sums.base)
    for row in 0..<count {
      #expect(sums[row] == naiveSum(forest, table.row(row), from: 0.1))
    }
  }

  /// A value at the threshold goes left, its successor right.
  @Test func thresholdBelongsToTheLeft() throws {
    let nodes: [TreeNode] = [
      TreeNode(threshold: 1, feature: 0, left: 1), .leaf(at: 1, value: 10), .leaf(at: 2, value: 20),
    ]
    let trees = TreeArrays(nodes: try Buffer(nodes), starts: try Buffer([0, 3]))
    let forest = ThresholdForest(trees, columns: 1)
    let rows = try Buffer([1, 1.0.nextUp, -1e150, 1e150])
    let sums = try Buffer<Double>(repeating: 0, count: 4)
    forest.addLeafValues(of: rows.base, rowStride: 1, count: 4, to: sums.base)
    #expect(sums.array == [10, 20, 10, 20])
  }
}
