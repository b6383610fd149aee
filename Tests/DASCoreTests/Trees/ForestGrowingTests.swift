import Testing

@testable import DASCore

@Suite struct ForestGrowingTests {
  /// Trees stand in the order of their numbers, whichever thread grew them.
  @Test(arguments: [1, 3]) func treesKeepTheirOrder(_ threads: Int) throws {
    let forest = try Forest(growing: 20, columns: 1, on: Execution(threads: threads)) { tree in
      Tree(
        nodes: try Buffer((0..<tree + 1).map { TreeNode.leaf(at: $0, value: Double(tree)) }))
    }
    #expect(forest.treeCount == 20)
    #expect(forest.starts.array == (0...20).map { $0 * ($0 + 1) / 2 })
    #expect((0..<20).map { forest.nodes[forest.starts[$0]].leafValue } == (0..<20).map(Double.init))
  }

  /// A tree that cannot be grown fails the forest with its error.
  @Test func failureOfATreeIsThrown() throws {
    #expect(throws: DASError(.numericalFailure, "tree 3")) {
      try Forest(growing: 5, columns: 1, on: Execution(threads: 2)) { tree in
        if tree >= 3 { throw DASError(.numericalFailure, "tree \(tree)") }
        return Tree(nodes: try Buffer([.leaf(at: 0, value: 0)]))
      }
    }
  }
}
