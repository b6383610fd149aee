import Testing

@testable import DASCore

@Suite struct TreeSampleTests {
  private func table() throws -> BinnedTable {
    let data = try TestTables.normal(rows: 5_000, columns: 1)
    return try BinnedTable(
      normals: data.view.rows(0..<4_000), anomalies: data.view.rows(4_000..<5_000),
      on: Execution())
  }

  private func rules(_ weight: TreeRules.ClassWeight, bootstrap: Bool) -> TreeRules {
    TreeRules(
      splitRule: .best, featuresPerSplit: 1, maxDepth: .max, minSamplesLeaf: 1,
      bootstrap: bootstrap, classWeight: weight)
  }

  private func first(_ count: Int, of rows: Buffer<UInt32>) -> [Int] {
    rows.array.prefix(count).map(Int.init)
  }

  /// As many draws as rows; 1 - 1/e of the rows are in, with the classes in their shares; the class-0
  /// rows that are not in, and those of the judged class-1 rows, are the unseen ones.
  @Test func bootstrapDrawsWithReplacement() throws {
    let table = try table()
    let space = try TreeWorkspace(for: table, countsVotes: true)
    let sample = TreeSample.draw(
      from: table, into: space, rules: rules(.none, bootstrap: true), seed: 7, tree: 0)
    #expect(sample.counts.total == 5_000)
    #expect(abs(Double(sample.rows) / 5_000 - 0.632) < 0.02)
    #expect(abs(sample.counts.anomalous - 1_000) < 120)
    let inside = first(sample.rows, of: space.sample)
    let unseen = first(sample.unseenRows, of: space.unseen)
    #expect(inside == (0..<5_000).filter { space.draws[$0] > 0 } && inside.count == sample.rows)
    let asked = Set(0..<4_000).union((0..<table.judgedAnomalies).map(table.judgedAnomaly))
    #expect(asked.count == 4_000 + 512)
    #expect(unseen == asked.subtracting(inside).sorted())
  }

  /// A row that is voted on has one vote from each tree that did not see it, and no other row has any.
  @Test func unseenRowsAreCounted() throws {
    let table = try table()
    let space = try TreeWorkspace(for: table, countsVotes: true)
    var expected = [UInt64](repeating: 0, count: 5_000)
    for tree in 0..<3 {
      let sample = TreeSample.draw(
        from: table, into: space, rules: rules(.none, bootstrap: true), seed: 7, tree: tree)
      for row in first(sample.unseenRows, of: space.unseen) { expected[row] += RowVotes.one }
    }
    #expect(expected == (0..<5_000).map { space.outOfBag?.base[$0] ?? 0 })
  }

  /// Every draw is uniform: over many trees each row is drawn once on average.
  @Test func drawsAreUniform() throws {
    let table = try table()
    let space = try TreeWorkspace(for: table, countsVotes: false)
    var sums = [Int](repeating: 0, count: 5_000)
    for tree in 0..<100 {
      _ = TreeSample.draw(
        from: table, into: space, rules: rules(.none, bootstrap: true), seed: 7, tree: tree)
      for row in 0..<5_000 { sums[row] += Int(space.draws[row]) }
    }
    let spread = sums.reduce(0.0) { $0 + (Double($1) - 100) * (Double($1) - 100) } / 5_000
    #expect(abs(spread - 100) < 10)
    #expect(sums.reduce(0, +) == 500_000)
  }

  /// The exact share, each row at most once and as often as any other; the rest is unseen.
  @Test func subsamplesAreDrawnWithoutReplacement() throws {
    let table = try table()
    let space = try TreeWorkspace(for: table, countsVotes: true)
    var rules = rules(.none, bootstrap: false)
    rules.subsample = 0.8
    var sums = [Int](repeating: 0, count: 5_000)
    for tree in 0..<100 {
      let sample = TreeSample.draw(
        from: table, into: space, rules: rules, seed: 7, tree: tree)
      #expect(sample.rows == 4_000 && sample.counts.total == 4_000)
      let unseenNormals = first(sample.unseenRows, of: space.unseen).count { $0 < 4_000 }
      #expect(unseenNormals == 4_000 - sample.counts.normal)
      for row in 0..<5_000 { sums[row] += Int(space.draws[row]) }
    }
    let spread = sums.reduce(0.0) { $0 + (Double($1) - 80) * (Double($1) - 80) } / 5_000
    #expect(abs(spread - 16) < 2)
  }

  /// However small the share, a tree sees a row.
  @Test func theSmallestSubsampleIsOneRow() throws {
    var stream = RandomStream(seed: 1, purpose: .test)
    for count in 1...20 {
      var drawn: [Int] = []
      stream.drawWithoutReplacement(0.01, of: count) { if $1 { drawn.append($0) } }
      #expect(drawn.count == 1 && drawn[0] < count)
    }
  }

  @Test func withoutBootstrapEveryRowIsInOnce() throws {
    let table = try table()
    let space = try TreeWorkspace(for: table, countsVotes: false)
    let sample = TreeSample.draw(
      from: table, into: space, rules: rules(.balanced, bootstrap: false), seed: 7, tree: 0)
    #expect(sample.rows == 5_000 && sample.counts == ClassCounts(normal: 4_000, anomalous: 1_000))
    #expect(sample.classRatio == 4)
  }
}
