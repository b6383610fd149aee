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

  private func node(_ range: Range<Int>, counts: ClassCounts) -> TreeGrower.Node {
    TreeGrower.Node(
      index: 0, depth: 0, first: Int32(range.lowerBound), end: Int32(range.upperBound),
      unseenFirst: 0, unseenEnd: 0, constants: 0, counts: counts)
  }

  private func root(of grower: borrowing TreeGrower) -> TreeGrower.Node {
    _ = grower.resetFeatures()
    var root = node(0..<grower.sample.rows, counts: grower.sample.counts)
    root.unseenEnd = Int32(grower.sample.unseenRows)
    return root
  }

  private func counts(_ space: TreeWorkspace, _ range: Range<Int>) -> ClassCounts {
    ClassCounts(packed: range.reduce(0) { $0 + space.rowDraws[space.sample[$1]] })
  }

  /// The root's split has the least Gini impurity of all cuts of all features, found by trying each;
  /// 40 rows go through the sparse search, 900 through histograms.
  @Test(arguments: [40, 900], 0..<6 as Range<UInt64>)
  func bestSplitEqualsBruteForce(rows: Int, seed: UInt64) throws {
    let table = try table(rows: rows, columns: 4, levels: seed < 3 ? 5 : 200, seed: seed)
    let space = try TreeWorkspace(for: table, countsVotes: false)
    var grower = try TreeGrower(
      table, rules: rules(bootstrap: true), space: space, seed: seed, tree: 0, on: Execution())
    var root = root(of: grower)
    let split = grower.findSplit(&root)
    let found = impurity(root.counts, left: split.left)
    #expect(abs(found - leastImpurity(table, space.rowDraws, root.counts)) < 1e-12)
    #expect(split.left == left(of: split.cut.bin, split.feature, table, space.rowDraws))
  }

  private func leastImpurity(
    _ table: BinnedTable, _ draws: RowDraws, _ whole: ClassCounts
  ) -> Double {
    var least = Double.infinity
    for feature in 0..<table.columns {
      for bin in 0..<256 {
        let left = left(of: bin, feature, table, draws)
        if left.total == 0 || left == whole { continue }
        least = min(least, impurity(whole, left: left))
      }
    }
    return least
  }

  private func left(
    of bin: Int, _ feature: Int, _ table: BinnedTable, _ draws: RowDraws
  ) -> ClassCounts {
    let column = table.bins(of: feature, forRows: 9_999)
    let left = (0..<UInt32(table.rows)).filter { column[$0] <= bin }
    return ClassCounts(packed: left.reduce(0) { $0 + draws[$1] })
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
    let rows = root(of: grower).rows
    let ranges = [0..<rows, 0..<rows - 5, 0..<rows - 300, 0..<100, 100..<900, 100..<890, 0..<90]
    for (step, range) in ranges.enumerated() {
      for feature in [step % 3, 2] {
        let histogram = grower.histogram(
          of: feature, in: node(range, counts: counts(space, range)))
        let fresh = fresh(feature, range.map { space.sample[$0] }, table, space.rowDraws)
        #expect((0..<90).map { histogram[$0] } == fresh)
      }
    }
  }

  private func fresh(
    _ feature: Int, _ rows: [UInt32], _ table: BinnedTable, _ draws: RowDraws
  ) -> [UInt64] {
    var counts = [UInt64](repeating: 0, count: 90)
    for row in rows { counts[Int(table.bins(of: feature, forRows: 9_999)[row])] += draws[row] }
    return counts
  }

  /// The rows after each of several splits are those that plain filters leave, in their order; the
  /// histograms, carried or anew, are those of these rows.
  @Test(arguments: [true, false]) func partsAndHistogramsEqualPlainOnes(keepsLeft: Bool) throws {
    let table = try table(rows: 3_000, columns: 3, levels: 90, seed: 2)
    let space = try TreeWorkspace(for: table, countsVotes: true)
    let grower = try TreeGrower(
      table, rules: rules(bootstrap: true), space: space, seed: 1, tree: 0, on: Execution())
    var node = root(of: grower)
    var kept = Array(0..<UInt32(3_000))
    for (feature, bin) in [(0, 80), (1, 5), (2, 40), (0, 77), (1, 45)] {
      let bin = keepsLeft ? bin : 89 - bin
      let column = table.bins(of: feature, forRows: 9_999)
      let (stay, leave) = (
        kept.filter { (column[$0] <= bin) == keepsLeft },
        kept.filter { (column[$0] <= bin) != keepsLeft }
      )
      let children = part(node, grower, feature, bin, keepsLeft: keepsLeft)
      #expect(lists(of: children.light, space) == parts(leave, space))
      let heavy = children.heavy
      let sampled = parts(stay, space).sample
      for feature in [feature, 2] {
        let histogram = grower.histogram(of: feature, in: heavy)
        #expect((0..<90).map { histogram[$0] } == fresh(feature, sampled, table, space.rowDraws))
      }
      (node, kept) = (heavy, stay)
      #expect(lists(of: heavy, space) == parts(stay, space))
    }
  }

  private func part(
    _ node: TreeGrower.Node, _ grower: borrowing TreeGrower, _ feature: Int, _ bin: Int,
    keepsLeft: Bool
  ) -> TreeGrower.Children {
    var children = TreeGrower.Children(
      heavy: node, light: node, heavyIsLeft: keepsLeft, heavyIsLeaf: false, lightIsLeaf: false)
    var split = TreeGrower.Split()
    (split.feature, split.cut.bin) = (feature, bin)
    grower.part(node, split, into: &children)
    return children
  }

  private struct Lists: Equatable {
    var sample: [UInt32]
    var unseen: [UInt32]
  }

  private func lists(of node: TreeGrower.Node, _ space: TreeWorkspace) -> Lists {
    Lists(
      sample: (Int(node.first)..<Int(node.end)).map { space.sample[$0] },
      unseen: (Int(node.unseenFirst)..<Int(node.unseenEnd)).map { space.unseen[$0] })
  }

  private func parts(_ rows: [UInt32], _ space: TreeWorkspace) -> Lists {
    let evaluated = Set((0..<512).map { 1_500 + $0 * 1_500 / 512 })
    return Lists(
      sample: rows.filter { space.draws[Int($0)] > 0 },
      unseen: rows.filter {
        space.draws[Int($0)] == 0 && ($0 < 1_500 || evaluated.contains(Int($0)))
      })
  }

  /// Every inner node has rows on both sides, and every child stands behind its parent.
  @Test(arguments: [TreeRules.SplitRule.best, .random])
  func treesAreWellFormed(splitRule: TreeRules.SplitRule) throws {
    let table = try table(rows: 3_000, columns: 5, levels: 1_000, seed: 3)
    let space = try TreeWorkspace(for: table, countsVotes: false)
    let tree = try TreeGrower(
      table, rules: rules(splitRule, bootstrap: true), space: space, seed: 9, tree: 3,
      on: Execution()
    ).grow()
    #expect(tree.count % 2 == 1 && tree.count > 100)
    for index in 0..<tree.count {
      let node = tree[index]
      if node.isLeaf {
        #expect(node.vote == 0 || node.vote == RowVotes.whole)
      } else {
        #expect(node.childrenAfter > 0 && index + node.childrenAfter + 1 < tree.count)
        #expect((0..<5).contains(node.feature))
      }
    }
  }
}
