import Testing

@testable import DASCore

@Suite struct BootstrapSampleTests {
  private func table() throws -> BinnedMatrix {
    let data = try TestTables.normal(rows: 5_000, columns: 1)
    return try BinnedMatrix(
      normals: data.view.rows(0..<4_000), anomalies: data.view.rows(4_000..<5_000),
      on: Execution())
  }

  private func parameters(_ weight: TreeParameters.ClassWeight, bootstrap: Bool) -> TreeParameters {
    TreeParameters(
      splitRule: .best, featuresPerSplit: 1, maxDepth: .max, minSamplesLeaf: 1,
      bootstrap: bootstrap, classWeight: weight)
  }

  private func first(_ count: Int, of rows: Buffer<UInt32>) -> [Int] {
    rows.array.prefix(count).map(Int.init)
  }

  /// As many draws as rows; 1 - 1/e of the rows are in, with their fractions of classes; the
  /// class-0 rows that are not in, and the evaluated class-1 rows that are not in, are out of bag.
  @Test func bootstrapDrawsWithReplacement() throws {
    let table = try table()
    let workspace = try TreeWorkspace(for: table, countsVotes: true)
    let sample = BootstrapSample.draw(
      from: table, into: workspace, parameters: parameters(.none, bootstrap: true), seed: 7, tree: 0
    )
    #expect(sample.counts.total == 5_000)
    #expect(abs(Double(sample.rows) / 5_000 - 0.632) < 0.02)
    #expect(abs(sample.counts.anomalous - 1_000) < 120)
    let inside = first(sample.rows, of: workspace.inBagRows)
    let outOfBag = first(sample.outOfBagRows, of: workspace.outOfBagRows)
    #expect(
      inside == (0..<5_000).filter { workspace.rowCounts[$0] > 0 } && inside.count == sample.rows)
    let asked = Set(0..<4_000).union((0..<table.evaluatedAnomalies).map(table.evaluatedAnomaly))
    #expect(asked.count == 4_000 + 512)
    #expect(outOfBag == asked.subtracting(inside).sorted())
  }

  /// An evaluated row has one vote from each tree without it, and no other row has any.
  @Test func outOfBagRowsAreCounted() throws {
    let table = try table()
    let workspace = try TreeWorkspace(for: table, countsVotes: true)
    var expected = [UInt64](repeating: 0, count: 5_000)
    for tree in 0..<3 {
      let sample = BootstrapSample.draw(
        from: table, into: workspace, parameters: parameters(.none, bootstrap: true), seed: 7,
        tree: tree)
      for row in first(sample.outOfBagRows, of: workspace.outOfBagRows) {
        expected[row] += VoteSums.one
      }
    }
    #expect(expected == (0..<5_000).map { workspace.outOfBagVotes?.base[$0] ?? 0 })
  }

  /// Every draw is uniform: over many trees each row is drawn once on average.
  @Test func drawsAreUniform() throws {
    let table = try table()
    let workspace = try TreeWorkspace(for: table, countsVotes: false)
    var sums = [Int](repeating: 0, count: 5_000)
    for tree in 0..<100 {
      _ = BootstrapSample.draw(
        from: table, into: workspace, parameters: parameters(.none, bootstrap: true), seed: 7,
        tree: tree)
      for row in 0..<5_000 { sums[row] += Int(workspace.rowCounts[row]) }
    }
    let spread = sums.reduce(0.0) { $0 + (Double($1) - 100) * (Double($1) - 100) } / 5_000
    #expect(abs(spread - 100) < 10)
    #expect(sums.reduce(0, +) == 500_000)
  }

  /// The exact fraction, each row at most once and as often as any other; the rest is out of bag.
  @Test func subsamplesAreDrawnWithoutReplacement() throws {
    let table = try table()
    let workspace = try TreeWorkspace(for: table, countsVotes: true)
    var parameters = parameters(.none, bootstrap: false)
    parameters.subsample = 0.8
    var sums = [Int](repeating: 0, count: 5_000)
    for tree in 0..<100 {
      let sample = BootstrapSample.draw(
        from: table, into: workspace, parameters: parameters, seed: 7, tree: tree)
      #expect(sample.rows == 4_000 && sample.counts.total == 4_000)
      let outOfBagNormals = first(sample.outOfBagRows, of: workspace.outOfBagRows).count {
        $0 < 4_000
      }
      #expect(outOfBagNormals == 4_000 - sample.counts.normal)
      for row in 0..<5_000 { sums[row] += Int(workspace.rowCounts[row]) }
    }
    let spread = sums.reduce(0.0) { $0 + (Double($1) - 80) * (Double($1) - 80) } / 5_000
    #expect(abs(spread - 16) < 2)
  }

  /// However small the fraction, a tree has a row.
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
    let workspace = try TreeWorkspace(for: table, countsVotes: false)
    let sample = BootstrapSample.draw(
      from: table, into: workspace, parameters: parameters(.balanced, bootstrap: false), seed: 7,
      tree: 0)
    #expect(sample.rows == 5_000 && sample.counts == ClassCounts(normal: 4_000, anomalous: 1_000))
    #expect(sample.classRatio == 4)
  }
}
