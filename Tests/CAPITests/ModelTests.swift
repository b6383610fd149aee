import DASHeader
import Testing

@Suite struct ModelTests {
  @Test("F is its parts, fused; das_model_parts and das_model_score agree to the last bit")
  func parts() throws {
    let session = try Session()
    let X = Table.normal()
    let model = try session.model(on: X)
    #expect(das_model_columns(model.reference) == 3)
    var f = [Double](repeating: 0, count: 60)
    var (boosted, fused) = (f, f)
    try session.run { das_model_parts($0, model.reference, &X.matrix, &f, &boosted, &fused, 60) }
    #expect(try session.scores(model, X) == fused)

    let (detector, booster) = try session.parts(of: model)
    #expect(try session.scores(detector, X, by: das_detector_score) == f)
    #expect(try session.scores(booster, X, by: das_booster_score) == boosted)
    try session.run { das_model_parts($0, model.reference, &X.matrix, nil, nil, nil, 0) }
  }

  @Test("das_fuse makes a model of a detector and a booster, and outlives them and their settings")
  func fuse() throws {
    let (session, X) = (try Session(), Table.normal())
    /// The parts are freed with the session that makes them.
    func fuse(partsOf maker: Session) throws -> Owned {
      try session.fuse(maker.detector("ecod", on: X), maker.booster(on: X), on: X)
    }
    let model = try fuse(partsOf: Session())
    #expect(try session.scores(model, X) == session.scores(fuse(partsOf: session), X))
  }

  @Test("training scores: the count alone, or f, f~ out of bag and F in one call")
  func trainingScores() throws {
    let session = try Session()
    let X = Table.normal()
    let made = try session.model(on: X)
    let model = made.reference
    let (detector, booster) = try session.parts(of: made)
    var count: Int64 = 0
    try session.run { das_model_training_scores($0, model, nil, nil, nil, 0, &count) }
    #expect(count == 60)
    var f = [Double](repeating: .nan, count: 60)
    var (boosted, scores, votes) = (f, f, f)
    try session.run { das_model_training_scores($0, model, &f, &boosted, &scores, 60, &count) }
    #expect(scores.allSatisfy { $0.isFinite })
    #expect(try session.scores(detector, X, by: das_detector_training_scores) == f)
    try session.run { das_booster_out_of_bag_scores($0, booster.reference, &votes, 60, &count) }
    #expect(votes.map(\.bitPattern) == boosted.map(\.bitPattern))
    #expect(
      session.outcome { das_model_training_scores($0, model, nil, nil, &scores, 59, &count) }
        == .shapeMismatch("scores has a capacity of 59 but 60 elements are to be written"))
  }

  @Test("NULL for each argument of scoring")
  func nullInScoring() throws {
    let session = try Session()
    let X = Table.normal()
    let model = try session.model(on: X).reference
    var (scores, count) = ([Double](repeating: 0, count: 60), Int64(0))
    var (detector, booster) = (das_detector_ref?.none, das_booster_ref?.none)
    let calls: [(Outcome, String)] = [
      (session.outcome { das_model_score($0, nil, &X.matrix, &scores, 60) }, "model"),
      (session.outcome { das_model_score($0, model, nil, &scores, 60) }, "X"),
      (session.outcome { das_model_score($0, model, &X.matrix, nil, 60) }, "scores"),
      (session.outcome { das_model_parts($0, nil, &X.matrix, nil, nil, nil, 0) }, "model"),
      (session.outcome { das_model_parts($0, model, nil, nil, nil, nil, 0) }, "X"),
      (session.outcome { das_model_training_scores($0, nil, nil, nil, nil, 0, &count) }, "model"),
      (session.outcome { das_model_training_scores($0, model, nil, nil, nil, 0, nil) }, "count"),
      (session.outcome { das_model_detector($0, nil, &detector) }, "model"),
      (session.outcome { das_model_detector($0, model, nil) }, "detector"),
      (session.outcome { das_model_booster($0, nil, &booster) }, "model"),
      (session.outcome { das_model_booster($0, model, nil) }, "booster"),
    ]
    for (outcome, argument) in calls { #expect(outcome == .null(argument)) }
    #expect(das_model_columns(nil) == 0 && das_booster_columns(nil) == 0)
    #expect(das_detector_name(nil) == nil && das_booster_name(nil) == nil)
    das_model_free(nil)
  }

  @Test("NULL for each argument of fusing, and parts that do not fit each other")
  func fuseRefused() throws {
    let session = try Session()
    let (X, narrow) = (Table.normal(), Table.normal(columns: 2))
    let detector = try session.detector("ecod", on: X)
    let booster = try session.booster(on: X)
    let other = try session.detector("ecod", on: narrow)
    let settings = try session.settings("synthesis")
    var model: das_model_ref?
    func fuse(
      _ settings: Owned?, _ detector: Owned?, _ booster: Owned?, _ X: Table
    ) -> Outcome {
      session.outcome {
        das_fuse(
          $0, settings?.reference, detector?.reference, booster?.reference, &X.matrix, &model)
      }
    }
    #expect(fuse(nil, nil, booster, X) == .null("detector"))
    #expect(fuse(nil, detector, nil, X) == .null("booster"))
    #expect(
      fuse(nil, other, booster, X)
        == .shapeMismatch("the detector takes 2 columns but the booster 3"))
    #expect(
      fuse(nil, detector, booster, narrow)
        == .shapeMismatch("X has 2 columns; 3 are expected"))
    #expect(
      fuse(settings, detector, booster, X)
        == .invalidArgument("settings holds settings of 'synthesis', not of 'fusion'"))
    #expect(
      fuse(nil, detector, booster, .normal(rows: 50))
        == .shapeMismatch(
          "X has 50 rows but the booster holds out-of-bag scores of 60: fuse with the rows that "
            + "the booster was fitted on"))
    #expect(
      session.outcome {
        das_fuse($0, nil, detector.reference, booster.reference, nil, &model)
      } == .null("X"))
    #expect(
      session.outcome {
        das_fuse($0, nil, detector.reference, booster.reference, &X.matrix, nil)
      } == .null("model"))
    #expect(model == nil)
  }
}
