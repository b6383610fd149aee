import Testing

@testable import DASCore

@Suite struct OutOfBagScoresTests {
  private func fit(
    _ changes: [String: Setting.Value], normals: MatrixView, anomalies: MatrixView
  ) throws -> FittedForest {
    let fitted = try RandomForest(changes).fit(
      normals: normals, anomalies: anomalies, seed: 5, on: Execution())
    return try #require(fitted as? FittedForest)
  }

  /// Each class-0 row's score is the mean value of the leaves it falls into, by its raw values, in
  /// the trees whose sample has no copy of it; NaN where there is no such tree.
  @Test(arguments: [6, 300]) func equalRecomputation(rows: Int) throws {
    let normals = try TestTables.normal(rows: rows, columns: 3, seed: 1)
    let anomalies = try TestTables.normal(rows: rows / 2, columns: 3, shift: 0.5, seed: 2)
    let booster = try fit(
      ["n_estimators": .integer(20), "min_samples_leaf": .integer(3)], normals: normals.view,
      anomalies: anomalies.view)
    let scores = try #require(booster.outOfBagScores)
    #expect(scores.count == rows)
    let samples = try draws(normals, anomalies, trees: 20)
    for row in 0..<rows {
      let votes = (0..<20).filter { samples[$0][row] == 0 }.map { tree in
        vote(booster.forest.leaf(of: normals.row(row), tree: tree), booster.forest)
      }
      if votes.isEmpty {
        #expect(scores[row].isNaN)
      } else {
        #expect(abs(scores[row] - votes.reduce(0, +) / Double(votes.count)) < 1e-9)
      }
    }
  }

  private func draws(_ normals: Matrix, _ anomalies: Matrix, trees: Int) throws -> [[UInt16]] {
    let table = try BinnedMatrix(
      normals: normals.view, anomalies: anomalies.view, on: Execution())
    let workspace = try TreeWorkspace(for: table, countsVotes: false)
    let parameters = TreeParameters(
      splitRule: .best, featuresPerSplit: 1, maxDepth: .max, minSamplesLeaf: 3, bootstrap: true,
      classWeight: .none)
    return (0..<trees).map { tree in
      _ = BootstrapSample.draw(
        from: table, into: workspace, parameters: parameters, seed: 5, tree: tree)
      return workspace.rowCounts.array
    }
  }

  private func vote(_ leaf: Int, _ forest: QuantizedForest) -> Double {
    VoteSums.mean(of: forest.nodes[leaf].vote, votes: 1)
  }

  /// The AUC is that of the votes on rows of both classes: 1 if a gap separates them, .5 if nothing
  /// does.
  @Test func areaUnderROCIsThatOfBothClasses() throws {
    let normals = try TestTables.normal(rows: 300, columns: 3, seed: 1)
    for (shift, range) in [(0.0, 0.4...0.6), (1.0, 0.8...0.95), (20.0, 1.0...1.0)] {
      let anomalies = try TestTables.normal(rows: 900, columns: 3, shift: shift, seed: 2)
      let booster = try fit([:], normals: normals.view, anomalies: anomalies.view)
      #expect(range.contains(booster.outOfBagAUC))
    }
    let few = try fit(
      ["n_estimators": .integer(19)], normals: normals.view, anomalies: normals.view)
    #expect(few.outOfBagAUC.isNaN)
  }

  /// Rows of inseparable classes get even votes out of bag, while in sample their labels are known.
  @Test func areHonestWhereTrainingScoresAreNot() throws {
    let normals = try TestTables.normal(rows: 400, columns: 4, seed: 1)
    let anomalies = try TestTables.normal(rows: 400, columns: 4, seed: 2)
    let booster = try fit([:], normals: normals.view, anomalies: anomalies.view)
    let outOfBag = try #require(booster.outOfBagScores).array
    let inSample = try booster.scores(normals.view, on: Execution()).array
    #expect(abs(outOfBag.reduce(0, +) / 400 - 0.5) < 0.06)
    #expect(inSample.reduce(0, +) / 400 < 0.25)
  }

  /// There are none without a bootstrap, or from fewer than 20 trees.
  @Test func needABootstrapAndTwentyTrees() throws {
    let normals = try TestTables.normal(rows: 50, columns: 2)
    for (changes, expected): ([String: Setting.Value], Bool) in [
      (["n_estimators": .integer(20)], true), (["n_estimators": .integer(19)], false),
      (["bootstrap": .integer(0)], false),
    ] {
      let booster = try fit(changes, normals: normals.view, anomalies: normals.view)
      #expect((booster.outOfBagScores != nil) == expected)
    }
  }
}
