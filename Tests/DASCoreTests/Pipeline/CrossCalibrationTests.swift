import Testing

@testable import DASCore

@Suite struct CrossCalibrationTests {
  private let X: Matrix
  private let configuration: PipelineConfiguration

  init() throws {
    X = try TestTables.clusters(rows: 120, columns: 3)
    configuration = try Self.configuration(ECOD())
  }

  private static func configuration(_ detector: any Detector) throws -> PipelineConfiguration {
    var configuration = try PipelineConfiguration(.unfitted(detector))
    configuration.booster = .unfitted(
      try ExtraTrees(["n_estimators": .integer(25), "bootstrap": .integer(1)]))
    return configuration
  }

  /// Each calibration score is that of a model fitted without the row, at its place among that
  /// model's training scores; the model itself is the one fitted to all rows.
  @Test func scoresAreHeldOut() throws {
    let execution = Execution()
    let model = try Pipeline.fit(configuration, to: X.view, seed: 3, on: execution)
    let calibrated = try Pipeline.crossCalibrate(
      model, by: configuration, to: X.view, folds: 4, seed: 3, on: execution)
    let folds = try Folds(rows: X.rows, count: 4, seed: 3)
    var expected: [Double] = []
    for fold in 0..<4 {
      let split = try folds.split(X.view, at: fold)
      let without = try Pipeline.fit(configuration, to: split.kept.view, seed: 3, on: execution)
      let alignment = try ScoreAlignment(from: without.trainingScores, to: model.trainingScores)
      expected += try without.scores(of: split.heldOut).map(alignment.align)
    }
    #expect(calibrated.calibration.source == .crossFitted)
    #expect(calibrated.calibration.sorted.array == expected.sorted())
    #expect(calibrated.trainingScores.array == model.trainingScores.array)
    #expect(try calibrated.scores(of: X) == model.scores(of: X))
  }

  @Test func threadsDoNotChangeABit() throws {
    let results = try [1, 3].map { threads in
      let execution = Execution(threads: threads)
      let model = try Pipeline.fit(configuration, to: X.view, seed: 3, on: execution)
      return try Pipeline.crossCalibrate(
        model, by: configuration, to: X.view, folds: 3, seed: 3, on: execution
      ).calibration.sorted.array
    }
    #expect(results[0] == results[1])
  }

  /// Of fresh rows, about the share that the level says is flagged: the mean over fits.
  @Test(.slow) func freshRowsAreFlaggedAtTheLevel() throws {
    let execution = Execution()
    var flagged = 0
    for seed: UInt64 in 0..<20 {
      let rows = try TestTables.normal(rows: 80, columns: 2, seed: 2 * seed)
      let fresh = try TestTables.normal(rows: 200, columns: 2, seed: 2 * seed + 1)
      let model = try Pipeline.fit(configuration, to: rows.view, seed: seed, on: execution)
      let calibrated = try Pipeline.crossCalibrate(
        model, by: configuration, to: rows.view, folds: 5, seed: seed, on: execution)
      let threshold = calibrated.calibration.threshold(level: 0.2)
      flagged += try calibrated.scores(of: fresh).count { $0 > threshold }
    }
    // One fit has a standard deviation of about .055 around 16 / 81, so the mean of 20 one of .012.
    #expect(abs(Double(flagged) / 4000 - 16.0 / 81) < 0.04)
  }

  @Test func fittedPartsAreRefused() throws {
    let execution = Execution()
    let model = try Pipeline.fit(configuration, to: X.view, seed: 0, on: execution)
    var (first, second) = (configuration, configuration)
    first.detector = .fitted(model.detector)
    second.booster = .fitted(model.booster)
    for (configuration, name) in [(first, "detector 'ecod'"), (second, "booster 'extra_trees'")] {
      let error = #expect(throws: DASError.self) {
        try Pipeline.crossCalibrate(
          model, by: configuration, to: X.view, folds: 5, seed: 0, on: execution)
      }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message.hasPrefix("the \(name) is fitted already") == true)
    }
    let error = #expect(throws: DASError.self) {
      try Pipeline.crossCalibrate(
        model, by: configuration, to: X.view.rows(0..<90), folds: 5, seed: 0, on: execution)
    }
    #expect(error?.code == .shapeMismatch)
  }

  /// It reports from 0 to 1, can be cancelled anywhere, and says nothing that the fit has said.
  @Test func isWatchedAsOneCall() throws {
    var (fractions, lines, limit) = ([Double](), [String](), Int.max)
    let execution = Execution(
      log: { _, text in lines.append(text) },
      progress: { _, fraction in
        fractions.append(fraction)
        return fractions.count < limit
      })
    var configuration = try Self.configuration(PCA())
    configuration.program = try Programs.named("gaussian")
    let model = try Pipeline.fit(configuration, to: X.view, seed: 0, on: execution)
    (fractions, lines) = ([], [])
    func calibrate() throws {
      _ = try Pipeline.crossCalibrate(
        model, by: configuration, to: X.view, folds: 3, seed: 0, on: execution)
    }
    try calibrate()
    #expect(lines.isEmpty)
    #expect(fractions.first == 0 && fractions.last == 1)
    #expect(zip(fractions, fractions.dropFirst()).allSatisfy { $0 <= $1 })
    for stop in [1, fractions.count / 2, fractions.count] {
      (fractions, limit) = ([], stop)
      #expect(thrownCode { try calibrate() } == .cancelled)
    }
  }
}
