import Testing

@testable import DASCore

@Suite struct TreeArraysTests {
  /// Trees are in the order of their numbers for any number of threads, also where later ones are
  /// far larger than the first.
  @Test(arguments: [1, 3], [1, 40_000]) func treesKeepTheirOrder(_ threads: Int, _ scale: Int)
    throws
  {
    let trees = try TreeArrays(growing: 20, on: Execution(threads: threads)) { tree in
      try Buffer<Int>(repeating: tree, count: tree * scale + 1)
    }
    #expect(trees.starts.array == (0...20).map { $0 * ($0 - 1) / 2 * scale + $0 })
    #expect(trees.nodes.count == trees.starts[20])
    for tree in 0..<20 {
      let own = trees.nodes.elements[trees.starts[tree]..<trees.starts[tree + 1]]
      #expect(own.allSatisfy { $0 == tree })
    }
  }

  /// A tree that cannot be grown fails the forest with its error.
  @Test func failureOfATreeIsThrown() throws {
    #expect(throws: DASError(.numericalFailure, "tree 3")) {
      try TreeArrays(growing: 5, on: Execution(threads: 2)) { tree in
        if tree >= 3 { throw DASError(.numericalFailure, "tree \(tree)") }
        return try Buffer<Int>(repeating: 0, count: 1)
      }
    }
  }
}
