import Testing

@testable import DASCore

@Suite struct TreeGrowerTests {
  private func rules(_ splitRule: TreeRules.SplitRule = .best, bootstrap: Bool = false) -> TreeRules
  {
    TreeRules(
      splitRule: splitRule, featuresPerSplit: 100, maxDepth: .max, minSamplesLeaf: 1,
      bootstrap: bootstrap, classWeight: .none)
  }

  private func table(rows: Int, columns: Int, levels: Int, seed: UInt64) throws -> BinnedTable {
    let data = try TestTables.discrete(rows: rows, columns: columns, levels: levels, seed: seed)
    return try BinnedTable(
      normals: data.view.rows(0..<rows / 2), anomalies: data.view.rows(rows / 2..<rows),
      on: Execution())
  }

  private func node(_ range: Range<Int>, counts: ClassCounts, constants: Int = 0) -> TreeGrower.Node
  {
    TreeGrower.Node(
      index: 0, depth: 0, first: Int32(range.lowerBound), end: Int32(range.upperBound),
      unseenFirst: 0, unseenEnd: 0, constants: Int32(constants), counts: counts)
  }

  private func counts(_ space: TreeWorkspace, _ range: Range<Int>) -> ClassCounts {
    ClassCounts(packed: range.reduce(0) { $0 + space.sample[$1].counts })
  }

  /// The root's split has the least Gini impurity of all cuts of all features, found by trying each;
  /// 40 rows go through the sparse search, 900 through histograms.
  @Test(arguments: [40, 900], 0..<6 as Range<UInt64>)
  func bestSplitEqualsBruteForce(rows: Int, seed: UInt64) throws {
    let table = try table(rows: rows, columns: 4, levels: seed < 3 ? 5 : 200, seed: seed)
    let space = try TreeWorkspace(for: table, countsVotes: false)
    var grower = try TreeGrower(
      table, rules: rules(bootstrap: true), space: space, seed: seed, tree: 0, on: Execution())
    _ = grower.resetFeatures()
    let rowCount = grower.sample.rows
    var root = node(0..<rowCount, counts: grower.sample.counts)
    let split = grower.findSplit(&root)
    let found = impurity(grower.sample.counts, left: split.left)
    #expect(abs(found - leastImpurity(table, space, 0..<rowCount)) < 1e-12)
    var left: UInt64 = 0
    for place in 0..<rowCount {
      let row = space.sample[place]
      if table.bins(of: split.feature, forRows: rows)[row.row] <= split.cut.bin {
        left += row.counts
      }
    }
    #expect(split.left.packed == left)
  }

  private func leastImpurity(
    _ table: BinnedTable, _ space: TreeWorkspace, _ range: Range<Int>
  ) -> Double {
    let whole = counts(space, range)
    var least = Double.infinity
    for feature in 0..<table.columns {
      for bin in 0..<256 {
        var left: UInt64 = 0
        for place in range
        where table.bins(of: feature, forRows: 9_999)[space.sample[place].row] <= bin {
          left += space.sample[place].counts
        }
        if left == 0 || left == whole.packed { continue }
        least = min(least, impurity(whole, left: ClassCounts(packed: left)))
      }
    }
    return least
  }

  /// 2 p (1 - p), averaged over both sides.
  private func impurity(_ whole: ClassCounts, left: ClassCounts) -> Double {
    [left, whole - left].reduce(0) { sum, side in
      let share = Double(side.anomalous) / Double(side.total)
      return sum + 2 * share * (1 - share) * Double(side.total) / Double(whole.total)
    }
  }

  /// A histogram carried along a line of heavier children equals one counted anew, whether the node
  /// lost few rows or most of them, and whatever was counted in between.
  @Test func carriedHistogramsEqualFreshOnes() throws {
    let table = try table(rows: 2_000, columns: 3, levels: 90, seed: 4)
    let space = try TreeWorkspace(for: table, countsVotes: false)
    let grower = try TreeGrower(
      table, rules: rules(bootstrap: true), space: space, seed: 1, tree: 0, on: Execution())
    _ = grower.resetFeatures()
    let rows = grower.sample.rows
    let ranges = [0..<rows, 0..<rows - 5, 0..<rows - 300, 0..<100, 100..<900, 100..<890, 0..<90]
    for (step, range) in ranges.enumerated() {
      for feature in [step % 3, 2] {
        let histogram = grower.histogram(
          of: feature, in: node(range, counts: counts(space, range)))
        var fresh = [UInt64](repeating: 0, count: 90)
        for place in range {
          let row = space.sample[place]
          fresh[Int(table.bins(of: feature, forRows: 9_999)[row.row])] += row.counts
        }
        #expect((0..<90).map { histogram[$0] } == fresh)
      }
    }
  }

  /// A partition keeps the order of rows on both sides and puts the kept side first.
  @Test(arguments: [true, false])
  func partitionsAreStable(keepsLeft: Bool) throws {
    let table = try table(rows: 300, columns: 1, levels: 10, seed: 2)
    let space = try TreeWorkspace(for: table, countsVotes: false)
    let grower = try TreeGrower(
      table, rules: rules(), space: space, seed: 1, tree: 0, on: Execution())
    var split = TreeGrower.Split()
    split.feature = 0
    split.cut.bin = 3
    let before = space.sample.array.map(\.row)
    let isLeft = { (row: Int) in table.bins(of: 0, forRows: 9_999)[row] <= 3 }
    let end = grower.partitionSample(
      node(0..<300, counts: grower.sample.counts), split, keepsLeft: keepsLeft)
    let kept = before.filter { isLeft($0) == keepsLeft }
    #expect(space.sample.array.map(\.row) == kept + before.filter { isLeft($0) != keepsLeft })
    #expect(Int(end) == kept.count)
  }

  /// Every inner node has rows on both sides, every child stands behind its parent, and leaves lead to
  /// themselves.
  @Test(arguments: [TreeRules.SplitRule.best, .random])
  func treesAreWellFormed(splitRule: TreeRules.SplitRule) throws {
    let table = try table(rows: 3_000, columns: 5, levels: 1_000, seed: 3)
    let space = try TreeWorkspace(for: table, countsVotes: false)
    let tree = try TreeGrower(
      table, rules: rules(splitRule, bootstrap: true), space: space, seed: 9, tree: 3,
      on: Execution()
    ).grow()
    #expect(tree.nodes.count % 2 == 1 && tree.nodes.count > 100)
    for index in 0..<tree.nodes.count {
      let node = tree.nodes[index]
      if node.isLeaf {
        #expect(Int(node.left) == index)
        #expect(node.leafValue == 0 || node.leafValue == 1)
      } else {
        #expect(Int(node.left) > index && Int(node.left) + 1 < tree.nodes.count)
        #expect((0..<5).contains(node.feature))
      }
    }
  }
}
