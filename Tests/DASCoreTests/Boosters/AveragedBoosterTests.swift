import Testing

@testable import DASCore

@Suite struct AveragedBoosterTests {
  private let X: Matrix
  private let anomalies: Matrix
  private let execution = Execution()

  init() throws {
    X = try TestTables.clusters(rows: 80, columns: 3)
    anomalies = try TestTables.normal(rows: 90, columns: 3, shift: 2)
  }

  private func fitted(to rows: RowSubset, seed: UInt64) throws -> ScoredBooster {
    let forest = try ExtraTrees([
      "n_estimators": .integer(30), "subsample": .real(0.8), "min_samples_leaf": .integer(2),
    ]).fit(normals: rows.table, anomalies: anomalies.view, seed: seed, on: execution)
    return try ScoredBooster(forest, fittedTo: rows, of: X.view, on: execution)
  }

  @Test func theScoreIsTheQuadraticMeanOfTheMembers() throws {
    let parts = try (0..<3).map { try fitted(to: RowSubset(all: X.view), seed: UInt64($0)) }
    let mean = try AveragedBooster(parts)
    let scores = try mean.scores(of: anomalies)
    let members = try parts.map { try $0.booster.scores(of: anomalies) }
    for row in 0..<scores.count {
      let squares = members.map { $0[row] * $0[row] }
      let expected = (squares.reduce(0, +) / 3).squareRoot()
      #expect(abs(scores[row] - expected) < 1e-15)
    }
    #expect((mean.name, mean.columns) == ("extra_trees", 3))
    #expect(mean.inSampleScoresAreInformative)
  }

  /// A row that a member was fitted without has its score as of a fresh row, in both kinds of
  /// training scores; the others have those of the member's own fit.
  @Test func rowsLeftOutAreScoredAsFresh() throws {
    let kept = try RowSubset(Buffer((0..<70).map(Int32.init)), of: X.view)
    let part = try fitted(to: kept, seed: 1)
    let mean = try AveragedBooster([part])
    let fresh = try part.booster.scores(of: X)
    let votes = try #require(mean.outOfBagScores)
    let own = try #require(part.booster.outOfBagScores)
    for row in 70..<80 {
      #expect(abs(mean.inSampleScores[row] - fresh[row]) < 1e-15)
      #expect(abs(votes[row] - fresh[row]) < 1e-15)
    }
    for row in 0..<70 { #expect(own[row].isNaN || abs(votes[row] - own[row]) < 1e-15) }
    #expect(try mean.trainingScores(of: X) == mean.inSampleScores.array)
  }

  @Test func withoutVotesOfOneMemberThereAreNone() throws {
    let tree = try DecisionTree().fit(
      normals: X.view, anomalies: anomalies.view, seed: 0, on: execution)
    let rows = RowSubset(all: X.view)
    let bare = try ScoredBooster(tree, fittedTo: rows, of: X.view, on: execution)
    let mean = try AveragedBooster([try fitted(to: rows, seed: 0), bare])
    #expect(mean.outOfBagScores == nil)
    #expect(!mean.inSampleScoresAreInformative && mean.outOfBagAUC.isNaN)
  }
}
