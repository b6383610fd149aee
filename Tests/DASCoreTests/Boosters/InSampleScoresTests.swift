import Testing

@testable import DASCore

@Suite struct InSampleScoresTests {
  private let normals: Matrix
  private let anomalies: Matrix

  init() throws {
    normals = try TestTables.clusters(rows: 400, columns: 3)
    anomalies = try TestTables.normal(rows: 600, columns: 3, shift: 0.5, seed: 2)
  }

  private func fit(_ booster: any Booster, threads: Int = 1) throws -> FittedForest {
    let fitted = try booster.fit(
      normals: normals.view, anomalies: anomalies.view, seed: 5, on: Execution(threads: threads))
    return try #require(fitted as? FittedForest)
  }

  /// The votes counted while trees grow are the scores of the rows, to the last bit: every row goes
  /// the same way by its bin as by its value, and leaf values add up without rounding.
  @Test(arguments: [1, 4], [true, false])
  func countedVotesAreTheScores(leaf: Int, bootstrap: Bool) throws {
    for booster in [
      try RandomForest([
        "min_samples_leaf": .integer(leaf), "bootstrap": .integer(bootstrap ? 1 : 0),
      ]),
      try ExtraTrees(["min_samples_leaf": .integer(leaf), "subsample": .real(bootstrap ? 0.8 : 1)]),
      try DecisionTree(["min_samples_leaf": .integer(leaf)]),
    ] as [any Booster] {
      let forest = try fit(booster)
      #expect(try forest.trainingScores(of: normals) == forest.scores(of: normals))
    }
  }

  /// With its neighbours' distance as a feature a row is seen without itself, so its votes are
  /// others than those of a row that stands beside it; the order of the two is left to the data.
  @Test func neighborsLeaveTheRowOut() throws {
    let forest = try fit(ExtraTrees(["n_neighbors": .integer(1), "min_samples_leaf": .integer(4)]))
    let counted = try forest.trainingScores(of: normals)
    let scored = try forest.scores(of: normals)
    #expect(counted != scored)
    #expect(counted.allSatisfy { (0...1).contains($0) })
    #expect(counted.reduce(0, +) > scored.reduce(0, +))
  }

  @Test func threadsDoNotMatter() throws {
    let booster = try ExtraTrees(["subsample": .real(0.8), "min_samples_leaf": .integer(4)])
    #expect(
      try fit(booster).inSampleScores?.array == fit(booster, threads: 3).inSampleScores?.array)
  }

  /// Other rows than those of the fit are scored.
  @Test func otherRowsAreScored() throws {
    let forest = try fit(RandomForest())
    #expect(try forest.trainingScores(of: anomalies) == forest.scores(of: anomalies))
  }
}
