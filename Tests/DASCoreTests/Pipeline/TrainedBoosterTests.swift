import Testing

@testable import DASCore

@Suite struct TrainedBoosterTests {
  private let planted = Array<Int32>(190..<200)
  private let X: Matrix

  /// Clusters, with a tight group far from them as the last rows.
  init() throws {
    X = try TestTables.clusters(rows: 200, columns: 4)
    for row in planted {
      for column in 0..<4 { X[Int(row), column] = 30 + 0.1 * X[Int(row), column] }
    }
  }

  private func fit(
    _ contamination: Contamination, booster: (any Booster)? = nil, to X: Matrix? = nil,
    on execution: Execution = Execution()
  ) throws -> Model {
    var configuration = try PipelineConfiguration(.unfitted(ECOD()))
    configuration.contamination = contamination
    configuration.booster = .unfitted(
      try booster
        ?? ExtraTrees([
          "n_estimators": .integer(60), "subsample": .real(0.8), "min_samples_leaf": .integer(4),
        ]))
    return try Pipeline.fit(configuration, to: (X ?? self.X).view, seed: 3, on: execution)
  }

  private func members(_ model: Model) -> Int? {
    (model.booster as? AveragedBooster)?.members.count
  }

  /// Where they are unknown, planted anomalies are found, score far above the others, and fresh
  /// rows like them do too; a booster of rows taken for clean learns that they are normal.
  @Test func plantedAnomaliesAreFound() throws {
    let robust = try fit(.unknown)
    #expect(members(robust) == 4)
    #expect(Set(planted).isSubset(of: Set(try #require(robust.report.suspects).array)))
    let trusting = try fit(.clean)
    #expect(members(trusting) == nil && trusting.report.suspects == nil)
    let row = try Matrix([[30, 30.1, 29.9, 30]])
    let (found, missed) = (
      try robust.booster.scores(of: row)[0], try trusting.booster.scores(of: row)[0]
    )
    #expect(found > 0.6 && missed < found)
  }

  @Test func aKnownFractionIsTrimmed() throws {
    let model = try fit(.fraction(0.05))
    #expect(members(model) == 2)
    #expect(model.trainingScores.count == 200)
    #expect(try model.booster.scores(of: Matrix([[30, 30.1, 29.9, 30]]))[0] > 0.9)
  }

  /// Nothing is trimmed from a handful of rows, or for a booster that could not say how it votes
  /// on rows it has not seen.
  @Test func fewRowsAndBoostersWithoutVotesAreFittedOnce() throws {
    let few = try Matrix((0..<12).map(X.rowArray))
    #expect(try members(fit(.unknown, to: few)) == nil)
    #expect(try members(fit(.unknown, booster: DecisionTree())) == nil)
  }

  @Test func thePaperTakesRowsForClean() throws {
    #expect(try PipelineConfiguration(.unfitted(PCA()), preset: .paper).contamination == .clean)
    #expect(try PipelineConfiguration(.unfitted(PCA())).contamination == .unknown)
  }

  /// Suspects are warned of where nobody expects them.
  @Test func manySuspectsAreWarnedOf() throws {
    for (contamination, isWarned) in [(Contamination.unknown, true), (.fraction(0.05), false)] {
      nonisolated(unsafe) var warnings: [String] = []
      let execution = Execution(log: { if $0 == .warning { warnings.append($1) } })
      _ = try fit(contamination, on: execution)
      #expect(warnings.contains { $0.contains("look like anomalies") } == isWarned)
    }
  }

  /// A file keeps the members and the suspects; the bits of scores do not depend on threads.
  @Test func filesAndThreadsChangeNothing() throws {
    let model = try fit(.unknown)
    let bytes = try Archive.encode(model)
    let read = try bytes.read(Archive.decodeModel)
    #expect(try read.scores(of: X) == model.scores(of: X))
    #expect(read.report.suspects?.array == model.report.suspects?.array)
    #expect(try Archive.encode(read).array == bytes.array)
    let again = try fit(.unknown, on: Execution(threads: 3))
    #expect(try Archive.encode(again).array == bytes.array)
  }
}
