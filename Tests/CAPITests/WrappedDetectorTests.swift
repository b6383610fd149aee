import DASHeader
import Testing

@Suite struct WrappedDetectorTests {
  private func enhance(
    _ session: Session, _ detector: Owned
  ) -> (outcome: Outcome, model: Owned?) {
    session.enhance { $0.fitted_detector = detector.reference }
  }

  private func score(_ session: Session, _ detector: Owned) -> Outcome {
    var scores = [Double](repeating: 0, count: 60)
    return session.outcome {
      das_detector_score($0, detector.reference, &Table.normal().matrix, &scores, 60)
    }
  }

  @Test("a fitted detector of the host scores, and is destroyed once, with its last user")
  func fitted() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    var detector: Owned? = try session.wrap(probe.detector())
    #expect(das_detector_columns(detector?.reference) == 0)
    let scores = try session.scores(detector!, X, by: das_detector_score)
    #expect(scores == (0..<60).map { abs(X[$0, 0]) })
    var (outcome, model) = enhance(session, detector!)
    #expect(outcome == .ok)
    detector = nil
    #expect(probe.destroyed == 0, "the model still needs it")
    if let model { _ = try session.scores(model, X) }
    model = nil
    #expect(probe.destroyed == 1)
    #expect(probe.released == 0, "nothing was fitted")
  }

  @Test("an unfitted one is fitted by das_enhance, and what it gave is released once")
  func options() throws {
    let (session, probe) = (try Session(), Probe())
    var detector: Owned? = try session.wrap(probe.detector(fits: true))
    #expect(
      score(session, detector!)
        == .unsupported("the detector is not fitted yet; das_enhance fits it"))
    var (outcome, model) = enhance(session, detector!)
    #expect(outcome == .ok)
    #expect((probe.fitted, probe.released) == (1, 0))
    model = nil
    #expect((probe.released, probe.destroyed) == (1, 0))
    detector = nil
    #expect(probe.destroyed == 1)
    withExtendedLifetime(model) {}
  }

  @Test("the declared number of columns is checked")
  func columns() throws {
    let (session, probe) = (try Session(), Probe())
    var callbacks = probe.detector()
    callbacks.columns = 4
    let detector = try session.wrap(callbacks)
    #expect(das_detector_columns(detector.reference) == 4)
    #expect(score(session, detector) == .shapeMismatch("X has 3 columns; 4 are expected"))
    #expect(probe.calls == 0)
  }

  @Test("a model takes the columns of that of its parts that says how many")
  func modelColumns() throws {
    let (session, probe, narrow) = (try Session(), Probe(), Table.normal(columns: 2))
    let (_, model) = enhance(session, try session.wrap(probe.detector()))
    #expect(das_model_columns(model?.reference) == 3)
    var scores = [Double](repeating: 0, count: 60)
    #expect(
      session.outcome { das_model_score($0, model?.reference, &narrow.matrix, &scores, 60) }
        == .shapeMismatch("X has 2 columns; 3 are expected"))
  }

  @Test("a callback that fails, writes NaN or forgets a row makes the call fail")
  func misbehaves() throws {
    let (session, probe) = (try Session(), Probe())
    let detector = try session.wrap(probe.detector(name: Probe.mine))
    let messages: [(Probe.Behavior, String)] = [
      (.fails, "score of 'mine' failed with status 7"),
      (.writesNaN, "score of 'mine' gave nan for row 3"),
      (.writesNothing, "score of 'mine' gave nan for row 0"),
    ]
    for (behavior, message) in messages {
      probe.behavior = behavior
      let expected = Outcome.failed(DAS_ERROR_CALLBACK_FAILED, message)
      #expect(score(session, detector) == expected)
      #expect(enhance(session, detector).0 == expected)
    }
  }

  @Test("a fit that fails makes das_enhance fail, and leaves nothing to release")
  func fitFails() throws {
    let (session, probe) = (try Session(), Probe())
    let detector = try session.wrap(probe.detector(fits: true))
    probe.behavior = .fails
    let (outcome, model) = enhance(session, detector)
    #expect(outcome == .failed(DAS_ERROR_CALLBACK_FAILED, "fit of 'wrapped' failed with status 9"))
    #expect(model == nil)
    #expect(probe.released == 0)
  }

  @Test("destroy is called once where the registration itself fails")
  func failedRegistration() throws {
    let session = try Session()
    let bends: [((inout das_detector_callbacks) -> Void, Outcome)] = [
      ({ $0.score = nil }, .null("callbacks->score")),
      (
        { $0.columns = -1 },
        .outOfRange("callbacks->columns is -1; it takes an integer in 0 ... \(Int32.max)")
      ),
    ]
    for (bend, expected) in bends {
      let probe = Probe()
      var (callbacks, detector) = (probe.detector(), das_detector_ref?.none)
      bend(&callbacks)
      #expect(session.outcome { das_detector_wrap($0, &callbacks, &detector) } == expected)
      #expect(probe.destroyed == 1)
    }
    let probe = Probe()
    var callbacks = probe.detector()
    #expect(session.outcome { das_detector_wrap($0, &callbacks, nil) } == .null("detector"))
    #expect(probe.destroyed == 1)
  }

  @Test("a struct of a wrong size is refused, and destroys once if it has a destroy")
  func wrongSize() throws {
    try expectRefusedSizes({ $0.detector() }) { das_detector_wrap($0, $1, $2) }
  }
}
