import Testing

@testable import DASCore

@Suite struct PipelineTests {
  private let X: Matrix
  private let fresh: Matrix

  init() throws {
    X = try TestTables.clusters(rows: 240, columns: 4)
    fresh = try TestTables.clusters(rows: 50, columns: 4, seed: 1)
  }

  private func configuration(
    _ detector: any Detector, preset: Preset = .standard, booster: (any Booster)? = nil
  ) throws -> PipelineConfiguration {
    var configuration = try PipelineConfiguration(.unfitted(detector), preset: preset)
    if let booster { configuration.booster = .unfitted(booster) }
    return configuration
  }

  /// Quick forests keep the tests quick; nothing they check depends on the number of trees.
  private func small() throws -> any Booster {
    try ExtraTrees(["n_estimators": .integer(25), "bootstrap": .integer(1)])
  }

  /// `Pipeline.fit` is the four stages by hand.
  @Test func theWholeIsTheSumOfItsStages() throws {
    let execution = Execution()
    var stages = try configuration(IsolationForest(), booster: small())
    stages.contamination = .clean
    let whole = try Pipeline.fit(stages, to: X.view, seed: 7, on: execution)
    let f = try IsolationForest().fit(X.view, seed: 7, on: execution)
    let hard = try Programs.forDetector("iforest").synthesize(
      2400, against: f, from: X.view, seed: 7, on: execution)
    let boosted = try small().fit(
      normals: X.view, anomalies: hard.view, seed: 7, on: execution)
    let fused = try Pipeline.fuse(f, boosted, FusionSettings(), X: X.view, on: execution)
    let (first, second) = (try whole.scores(of: fresh), try fused.scores(of: fresh))
    #expect(first == second)
    #expect(whole.trainingScores.array == fused.trainingScores.array)
  }

  /// The paper preset is Eq. 7 to the letter: both scales in sample, lambda 1, 10 % rows.
  @Test func paperPresetIsEquationSeven() throws {
    let execution = Execution()
    let model = try Pipeline.fit(
      configuration(PCA(), preset: .paper), to: X.view, seed: 0, on: execution)
    #expect(model.provenance["n_samples"] == "24")
    let f = try model.detector.scores(of: X)
    let boosted = try model.booster.scores(of: X)
    let F = try model.scores(of: X)
    func minMax(_ scores: [Double], _ score: Double) -> Double {
      (score - scores.min()!) / (scores.max()! - scores.min()!)
    }
    for row in 0..<X.rows {
      #expect(abs(F[row] - minMax(f, f[row]) - minMax(boosted, boosted[row])) < 1e-12)
    }
  }

  /// A booster without out-of-bag votes is cross-fitted: a tree grown to purity gives its own rows
  /// 0, but not the rows that it was fitted without.
  @Test func boostersWithoutVotesAreCrossFitted() throws {
    let model = try Pipeline.fit(
      configuration(IsolationForest(), booster: DecisionTree()), to: X.view, seed: 0,
      on: Execution())
    let inSample = try model.booster.scores(of: X)
    #expect(inSample.allSatisfy { $0 == 0 })
    guard case .minMax(_, let span) = model.fusion.boosterScaler else { return }
    #expect(span == 1)
    let scaled = try model.detector.scores(of: X)
    let raised = (0..<X.rows).filter {
      model.trainingScores[$0] > model.fusion.detectorScaler.scale(scaled[$0]) + 1
    }
    #expect(!raised.isEmpty)
  }

  @Test func progressRisesFromZeroToOne() throws {
    var fractions: [Double] = []
    let execution = Execution(progress: { _, fraction in
      fractions.append(fraction)
      return true
    })
    _ = try Pipeline.fit(
      configuration(ECOD(), booster: small()), to: X.view, seed: 0, on: execution)
    #expect(fractions.first == 0)
    #expect(fractions.last == 1)
    #expect(zip(fractions, fractions.dropFirst()).allSatisfy { $0 <= $1 })
  }

  /// Whenever the host says stop, the call ends with `cancelled`.
  @Test func everyProgressReportCanCancel() throws {
    for limit in [1, 2, 5, 9, 14] {
      var reports = 0
      let execution = Execution(progress: { _, _ in
        reports += 1
        return reports < limit
      })
      let error = #expect(throws: DASError.self) {
        try Pipeline.fit(configuration(PCA(), booster: small()), to: X.view, seed: 0, on: execution)
      }
      #expect(error?.code == .cancelled)
      #expect(reports == limit)
    }
  }

  @Test func fusingWithOtherRowsIsRefused() throws {
    let execution = Execution()
    let model = try Pipeline.fit(
      configuration(PCA(), booster: small()), to: X.view, seed: 0, on: execution)
    let code = thrownCode {
      try Pipeline.fuse(
        model.detector, model.booster, FusionSettings(), X: fresh.view, on: execution)
    }
    #expect(code == .shapeMismatch)
  }
}
