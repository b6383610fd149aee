import Testing

@testable import DASCore

@Suite struct CodedForestScoringTests {
  /// Trees on features with few or many gaps.
  private func someForest(columns: Int, withChains: Bool) throws -> CodedForest {
    let bins = try FeatureBins(columns: columns)
    for feature in 0..<columns {
      let values = try TestTables.normal(rows: feature == 0 ? 3 : 1000, columns: 1)
      let sorted = try Buffer(values.storage.array.sorted())
      bins.cut(feature, sorted: UnsafeBufferPointer(sorted.elements))
    }
    let grid = try CutGrid(bins, columns: columns)
    let trees = try TestTrees.grow(withChains: withChains) { _, stream in
      CodedNode.leaf(vote: UInt64(stream.below(1 << 34)))
    } inner: { place, left, stream in
      let feature = stream.below(columns)
      return CodedNode(
        code: stream.below(grid.gaps(of: feature)) * 256 + stream.below(256), feature: feature,
        childrenAfter: left - place)
    }
    return try CodedForest(trees, grid: grid)
  }

  /// Rows voted on by any of the ways get the sums that each gets from a plain descent by real thresholds, for any
  /// stride, added to what was there.
  private func check(_ forest: CodedForest, _ table: Matrix, rows: Int) throws {
    let coded = try CodedRows(rows, columns: forest.columns, on: Execution())
    let half = rows / 2 / CodedRows.group * CodedRows.group
    for (first, end) in [(0, half), (half, rows)] {
      coded.encode(table.row(first), table.columns, end - first, from: first, by: forest.grid)
    }
    let sums = try Buffer<UInt64>(repeating: 3, count: rows)
    try forest.addVotes(on: coded, to: sums.base, on: Execution())
    for row in 0..<rows {
      let votes = (0..<forest.treeCount).map {
        forest.nodes[forest.leaf(of: table.row(row), tree: $0)].vote
      }
      #expect(sums[row] == 3 + votes.reduce(0, +))
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 16, 61, 64, 139], [false, true])
  func equalsTheNaiveDescent(_ count: Int, _ withChains: Bool) throws {
    let forest = try someForest(columns: 3, withChains: withChains)
    let table = try TestTables.normal(rows: count + 1, columns: withChains ? 5 : 3, seed: 7)
    try check(forest, table, rows: count)
  }

  /// Many rows are put in order first. Those of few kinds go through the trees together, others side by side.
  @Test(arguments: [1024, 1090, 2200], [1, 30, 5000])
  func equalsTheNaiveDescentForManyRows(_ count: Int, _ kinds: Int) throws {
    let forest = try someForest(columns: 4, withChains: true)
    let some = try TestTables.normal(rows: kinds, columns: 4, seed: 7)
    let table = try Matrix(rows: count + 1, columns: 4)
    for row in 0...count {
      table.row(row).update(from: some.row(row * 7 % kinds), count: 4)
    }
    try check(forest, table, rows: count)
  }

  /// The order names each row once; rows with the same leaf of the first tree stand together, and among them
  /// those with the same leaf of the second.
  @Test func ordersRowsByTheirLeaves() throws {
    let normals = try TestTables.normal(rows: 300, columns: 3, seed: 1)
    let anomalies = try TestTables.normal(rows: 200, columns: 3, seed: 2)
    let fitted = try RandomForest().fit(
      normals: normals.view, anomalies: anomalies.view, seed: 1, on: Execution())
    let forest = try #require(fitted as? FittedForest).forest
    let table = try TestTables.normal(rows: 2000, columns: 3, seed: 8)
    let coded = try CodedRows(table.rows, columns: 3, on: Execution())
    coded.encode(table.row(0), 3, table.rows, from: 0, by: forest.grid)
    let order = try forest.leafOrder(of: coded, forest.groupMemory(on: Execution())).array
    #expect(order.sorted() == (0..<2000).map(Int32.init))
    for trees in [[0], [0, 1]] {
      let leaves = order.map { row in
        trees.map { forest.leaf(of: table.row(Int(row)), tree: $0) }
      }
      let changes = zip(leaves, leaves.dropFirst()).count { $0 != $1 }
      #expect(changes == Set(leaves).count - 1)
    }
  }
}
