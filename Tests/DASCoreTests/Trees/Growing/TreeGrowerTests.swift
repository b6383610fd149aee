import Testing

@testable import DASCore

@Suite struct TreeGrowerTests {
  private func parameters(_ splitRule: TreeParameters.SplitRule = .best, bootstrap: Bool = false)
    -> TreeParameters
  {
    TreeParameters(
      splitRule: splitRule, featuresPerSplit: 100, maxDepth: .max, minSamplesLeaf: 1,
      bootstrap: bootstrap, classWeight: .none)
  }

  private func table(rows: Int, columns: Int, levels: Int, seed: UInt64) throws -> BinnedMatrix {
    let data = try TestTables.discrete(rows: rows, columns: columns, levels: levels, seed: seed)
    return try BinnedMatrix(
      normals: data.view.rows(0..<rows / 2), anomalies: data.view.rows(rows / 2..<rows),
      on: Execution())
  }

  private func node(_ range: Range<Int>, counts: ClassCounts) -> TreeGrower.Node {
    TreeGrower.Node(
      index: 0, depth: 0, first: Int32(range.lowerBound), end: Int32(range.upperBound),
      outOfBagFirst: 0, outOfBagEnd: 0, constants: 0, counts: counts)
  }

  private func root(of grower: borrowing TreeGrower) -> TreeGrower.Node {
    _ = grower.resetFeatures()
    var root = node(0..<grower.sample.rows, counts: grower.sample.counts)
    root.outOfBagEnd = Int32(grower.sample.outOfBagRows)
    return root
  }

  private func counts(_ workspace: TreeWorkspace, _ range: Range<Int>) -> ClassCounts {
    ClassCounts(packed: range.reduce(0) { $0 + workspace.sampleCounts[workspace.inBagRows[$1]] })
  }

  /// The root's split has the minimum Gini impurity of all splits of all features, found by trying
  /// each.
  /// 40 rows go through the sparse search, 900 through histograms.
  @Test(arguments: [40, 900], 0..<6 as Range<UInt64>)
  func bestSplitEqualsBruteForce(rows: Int, seed: UInt64) throws {
    let table = try table(rows: rows, columns: 4, levels: seed < 3 ? 5 : 200, seed: seed)
    let workspace = try TreeWorkspace(for: table, countsVotes: false)
    var grower = try TreeGrower(
      table, parameters: parameters(bootstrap: true), workspace: workspace, seed: seed, tree: 0,
      on: Execution())
    var root = root(of: grower)
    let split = grower.findSplit(&root)
    let found = impurity(root.counts, left: split.left)
    #expect(abs(found - minImpurity(table, workspace.sampleCounts, root.counts)) < 1e-12)
    #expect(
      split.left == left(of: split.threshold.bin, split.feature, table, workspace.sampleCounts))
  }

  private func minImpurity(
    _ table: BinnedMatrix, _ counts: SampleCounts, _ whole: ClassCounts
  ) -> Double {
    var minimum = Double.infinity
    for feature in 0..<table.columns {
      for bin in 0..<256 {
        let left = left(of: bin, feature, table, counts)
        if left.total == 0 || left == whole { continue }
        minimum = min(minimum, impurity(whole, left: left))
      }
    }
    return minimum
  }

  private func left(
    of bin: Int, _ feature: Int, _ table: BinnedMatrix, _ counts: SampleCounts
  ) -> ClassCounts {
    let column = table.bins(of: feature, forRows: 9_999)
    let left = (0..<UInt32(table.rows)).filter { column[$0] <= bin }
    return ClassCounts(packed: left.reduce(0) { $0 + counts[$1] })
  }

  /// 2 p (1 - p), averaged over both sides.
  private func impurity(_ whole: ClassCounts, left: ClassCounts) -> Double {
    [left, whole - left].reduce(0) { sum, side in
      let fraction = Double(side.anomalous) / Double(side.total)
      return sum + 2 * fraction * (1 - fraction) * Double(side.total) / Double(whole.total)
    }
  }

  /// A histogram updated along a path of heavier children equals one counted from scratch, whether
  /// the node lost few rows or most of them, and with other histograms in between.
  @Test func carriedHistogramsEqualFreshOnes() throws {
    let table = try table(rows: 2_000, columns: 3, levels: 90, seed: 4)
    let workspace = try TreeWorkspace(for: table, countsVotes: false)
    let grower = try TreeGrower(
      table, parameters: parameters(bootstrap: true), workspace: workspace, seed: 1, tree: 0,
      on: Execution())
    let rows = root(of: grower).rows
    let ranges = [0..<rows, 0..<rows - 5, 0..<rows - 300, 0..<100, 100..<900, 100..<890, 0..<90]
    for (step, range) in ranges.enumerated() {
      for feature in [step % 3, 2] {
        let histogram = grower.histogram(
          of: feature, in: node(range, counts: counts(workspace, range)))
        let fresh = fresh(
          feature, range.map { workspace.inBagRows[$0] }, table, workspace.sampleCounts)
        #expect((0..<90).map { histogram[$0] } == fresh)
      }
    }
  }

  private func fresh(
    _ feature: Int, _ rows: [UInt32], _ table: BinnedMatrix, _ counts: SampleCounts
  ) -> [UInt64] {
    var histogram = [UInt64](repeating: 0, count: 90)
    let column = table.bins(of: feature, forRows: 9_999)
    for row in rows { histogram[Int(column[row])] += counts[row] }
    return histogram
  }

  /// The rows after each of several splits are those that plain filters leave, in their order, and
  /// the histograms are those of these rows.
  @Test(arguments: [true, false]) func partsAndHistogramsEqualPlainOnes(keepsLeft: Bool) throws {
    let table = try table(rows: 3_000, columns: 3, levels: 90, seed: 2)
    let workspace = try TreeWorkspace(for: table, countsVotes: true)
    let grower = try TreeGrower(
      table, parameters: parameters(bootstrap: true), workspace: workspace, seed: 1, tree: 0,
      on: Execution())
    var node = root(of: grower)
    var kept = Array(0..<UInt32(3_000))
    for (feature, bin) in [(0, 80), (1, 5), (2, 40), (0, 77), (1, 45)] {
      let bin = keepsLeft ? bin : 89 - bin
      let column = table.bins(of: feature, forRows: 9_999)
      let (stay, leave) = (
        kept.filter { (column[$0] <= bin) == keepsLeft },
        kept.filter { (column[$0] <= bin) != keepsLeft }
      )
      let children = partition(node, grower, feature, bin, keepsLeft: keepsLeft)
      #expect(lists(of: children.light, workspace) == parts(leave, workspace))
      let heavy = children.heavy
      let sampled = parts(stay, workspace).sample
      for feature in [feature, 2] {
        let histogram = grower.histogram(of: feature, in: heavy)
        #expect(
          (0..<90).map { histogram[$0] } == fresh(feature, sampled, table, workspace.sampleCounts))
      }
      (node, kept) = (heavy, stay)
      #expect(lists(of: heavy, workspace) == parts(stay, workspace))
    }
  }

  private func partition(
    _ node: TreeGrower.Node, _ grower: borrowing TreeGrower, _ feature: Int, _ bin: Int,
    keepsLeft: Bool
  ) -> TreeGrower.Children {
    var children = TreeGrower.Children(
      heavy: node, light: node, heavyIsLeft: keepsLeft, heavyIsLeaf: false, lightIsLeaf: false)
    var split = TreeGrower.Split()
    (split.feature, split.threshold.bin) = (feature, bin)
    grower.partition(node, split, into: &children)
    return children
  }

  private struct Lists: Equatable {
    var sample: [UInt32]
    var outOfBag: [UInt32]
  }

  private func lists(of node: TreeGrower.Node, _ workspace: TreeWorkspace) -> Lists {
    Lists(
      sample: (Int(node.first)..<Int(node.end)).map { workspace.inBagRows[$0] },
      outOfBag: (Int(node.outOfBagFirst)..<Int(node.outOfBagEnd)).map { workspace.outOfBagRows[$0] }
    )
  }

  private func parts(_ rows: [UInt32], _ workspace: TreeWorkspace) -> Lists {
    let evaluated = Set((0..<512).map { 1_500 + $0 * 1_500 / 512 })
    return Lists(
      sample: rows.filter { workspace.rowCounts[Int($0)] > 0 },
      outOfBag: rows.filter {
        workspace.rowCounts[Int($0)] == 0 && ($0 < 1_500 || evaluated.contains(Int($0)))
      })
  }

  /// Every inner node has rows on both sides, and every child comes after its parent.
  @Test(arguments: [TreeParameters.SplitRule.best, .random])
  func treesAreWellFormed(splitRule: TreeParameters.SplitRule) throws {
    let table = try table(rows: 3_000, columns: 5, levels: 1_000, seed: 3)
    let workspace = try TreeWorkspace(for: table, countsVotes: false)
    let tree = try TreeGrower(
      table, parameters: parameters(splitRule, bootstrap: true), workspace: workspace, seed: 9,
      tree: 3,
      on: Execution()
    ).grow()
    #expect(tree.count % 2 == 1 && tree.count > 100)
    for index in 0..<tree.count {
      let node = tree[index]
      if node.isLeaf {
        #expect(node.vote == 0 || node.vote == VoteSums.whole)
      } else {
        #expect(node.childrenAfter > 0 && index + node.childrenAfter + 1 < tree.count)
        #expect((0..<5).contains(node.feature))
      }
    }
  }
}
