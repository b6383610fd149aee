import Testing

@testable import DASCore

@Suite struct VotingTests {
  /// Settings that fit in little time without optimisation.
  static let quick: [String: Setting.Value] = [
    "n_estimators": .integer(25), "mlp_hidden": .integer(8), "mlp_epochs": .integer(2),
    "mlp_batch_size": .integer(64), "mlp_max_samples": .integer(320),
  ]

  private let normals: Matrix
  private let anomalies: Matrix

  init() throws {
    normals = try TestTables.normal(rows: 80, columns: 3, seed: 1)
    anomalies = try TestTables.normal(rows: 200, columns: 3, shift: 1, seed: 2)
  }

  private func fit(_ changes: [String: Setting.Value] = [:]) throws -> FittedVoting {
    let fitted = try Voting(Self.quick.merging(changes) { $1 }).fit(
      normals: normals.view, anomalies: anomalies.view, seed: 1, on: Execution())
    return try #require(fitted as? FittedVoting)
  }

  /// In and out of bag, the score is the weighted mean of both parts' scores.
  @Test(arguments: [0, 0.3, 1]) func scoresAreWeightedMeans(weight: Double) throws {
    let fitted = try fit(["mlp_weight": .real(weight)])
    let execution = Execution()
    let X = try TestTables.normal(rows: 40, columns: 3, seed: 3).view
    let (trees, networks) = (
      try fitted.forest.scores(X, on: execution).array,
      try fitted.mlp.scores(X, on: execution).array
    )
    let mean = zip(trees, networks).map { (1 - weight) * $0 + weight * $1 }
    #expect(try fitted.scores(X, on: execution).array == mean)
    let votes = try #require(fitted.outOfBagScores).array
    let (own, other) = (
      try #require(fitted.forest.outOfBagScores).array, try #require(fitted.mlp.outOfBagScores)
    )
    for row in 0..<80 where own[row].isFinite {
      #expect(votes[row] == (1 - weight) * own[row] + weight * other[row])
    }
  }

  /// The parts are those of the other boosters, with the same settings and seed.
  @Test func partsAreTheOtherBoosters() throws {
    let fitted = try fit()
    let forest = try ExtraTrees([
      "n_estimators": .integer(25), "subsample": .real(0.8), "class_weight": .text("balanced"),
      "min_samples_leaf": .integer(4), "n_neighbors": .integer(1),
      "neighbor_spaces": .text("all"),
    ]).fit(normals: normals.view, anomalies: anomalies.view, seed: 1, on: Execution())
    let X = normals.view
    #expect(
      try fitted.forest.scores(X, on: Execution()).array
        == forest.scores(X, on: Execution()).array)
    let networks = try MLP([
      "hidden": .integer(8), "epochs": .integer(2), "batch_size": .integer(64),
      "max_samples": .integer(320),
    ]).fit(normals: normals.view, anomalies: anomalies.view, seed: 1, on: Execution())
    #expect(
      try fitted.mlp.scores(X, on: Execution()).array
        == networks.scores(X, on: Execution()).array)
  }

  /// Without votes of both parts there are none.
  @Test func withoutVotesOfBothThereAreNone() throws {
    for changes: [String: Setting.Value] in [
      ["subsample": .real(1)], ["mlp_n_estimators": .integer(1)],
    ] {
      #expect(try fit(changes).outOfBagScores == nil)
      #expect(try !Voting(Self.quick.merging(changes) { $1 }).votesOutOfBag)
    }
  }

  /// Files hold every bit, in and out of bag.
  @Test func filesKeepEveryBit() throws {
    let (fitted, execution) = (try fit(), Execution())
    let bytes = try Archive.encode(fitted)
    let (read, _) = try withExtendedLifetime(bytes) {
      try Archive.decodeBooster(UnsafeRawBufferPointer(bytes.elements))
    }
    #expect(
      try read.scores(normals.view, on: execution).array
        == fitted.scores(normals.view, on: execution).array)
    #expect(
      try read.trainingScores(normals.view, on: execution).array
        == fitted.trainingScores(normals.view, on: execution).array)
    #expect(
      read.outOfBagScores?.array.map(\.bitPattern)
        == fitted.outOfBagScores?.array.map(\.bitPattern))
  }
}
