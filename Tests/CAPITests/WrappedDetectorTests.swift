import DASHeader
import Testing

@Suite struct WrappedDetectorTests {
  private func wrap(_ session: Session, _ callbacks: das_detector_callbacks) throws -> Owned {
    var callbacks = callbacks
    return try session.make(das_detector_free, keep: false) {
      das_detector_wrap($0, &callbacks, $1)
    }
  }

  private func enhance(_ session: Session, _ detector: Owned, _ X: Table) -> (Outcome, Owned?) {
    var options = das_enhance_options()
    options.size = MemoryLayout<das_enhance_options>.size
    options.fitted_detector = detector.reference
    var model: das_model_ref?
    let outcome = session.outcome { das_enhance($0, &options, &X.matrix, 1, &model) }
    return (outcome, model.map { Owned($0, das_model_free) })
  }

  @Test("a fitted detector of the host scores, and is destroyed once, with its last user")
  func fitted() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    var detector: Owned? = try wrap(session, probe.detector())
    #expect(das_detector_columns(detector?.reference) == 0)
    let scores = try session.scores(detector!, X, by: das_detector_score)
    #expect(scores == (0..<60).map { abs(X[$0, 0]) })
    var (outcome, model) = enhance(session, detector!, X)
    #expect(outcome == .ok)
    detector = nil
    #expect(probe.destroyed == 0, "the model still needs it")
    if let model { _ = try session.scores(model, X) }
    model = nil
    #expect(probe.destroyed == 1)
    #expect(probe.released == 0, "nothing was fitted")
  }

  @Test("a options of the host is fitted by das_enhance, and what it gave is released once")
  func options() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    var detector: Owned? = try wrap(session, probe.detector(fits: true))
    var scores = [Double](repeating: 0, count: 60)
    #expect(
      session.outcome { das_detector_score($0, detector?.reference, &X.matrix, &scores, 60) }
        == .failed(DAS_ERROR_UNSUPPORTED, "the detector is not fitted yet; das_enhance fits it"))
    var (outcome, model) = enhance(session, detector!, X)
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
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    var callbacks = probe.detector()
    callbacks.columns = 4
    let detector = try wrap(session, callbacks)
    #expect(das_detector_columns(detector.reference) == 4)
    var scores = [Double](repeating: 0, count: 60)
    #expect(
      session.outcome { das_detector_score($0, detector.reference, &X.matrix, &scores, 60) }
        == .failed(DAS_ERROR_SHAPE_MISMATCH, "X has 3 columns; 4 are expected"))
    #expect(probe.calls == 0)
  }

  @Test("a model takes the columns of that of its parts that says how many")
  func modelColumns() throws {
    let (session, probe, narrow) = (try Session(), Probe(), Table.normal(columns: 2))
    let (_, model) = enhance(session, try wrap(session, probe.detector()), .normal())
    #expect(das_model_columns(model?.reference) == 3)
    var scores = [Double](repeating: 0, count: 60)
    #expect(
      session.outcome { das_model_score($0, model?.reference, &narrow.matrix, &scores, 60) }
        == .failed(DAS_ERROR_SHAPE_MISMATCH, "X has 2 columns; 3 are expected"))
  }

  @Test("a callback that fails, writes NaN or forgets a row makes the call fail")
  func misbehaves() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    let detector = try "mine".withCString { try wrap(session, probe.detector(name: $0)) }
    let messages: [(Probe.Behavior, String)] = [
      (.fails, "score of 'mine' failed with status 7"),
      (.writesNaN, "score of 'mine' gave nan for row 3"),
      (.writesNothing, "score of 'mine' gave nan for row 0"),
    ]
    for (behavior, message) in messages {
      probe.behavior = behavior
      var scores = [Double](repeating: 0, count: 60)
      let expected = Outcome.failed(DAS_ERROR_CALLBACK_FAILED, message)
      #expect(
        session.outcome { das_detector_score($0, detector.reference, &X.matrix, &scores, 60) }
          == expected)
      #expect(enhance(session, detector, X).0 == expected)
    }
  }

  @Test("a fit that fails makes das_enhance fail, and leaves nothing to release")
  func fitFails() throws {
    let (session, probe) = (try Session(), Probe())
    let detector = try wrap(session, probe.detector(fits: true))
    probe.behavior = .fails
    let (outcome, model) = enhance(session, detector, .normal())
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
        .failed(
          DAS_ERROR_OUT_OF_RANGE,
          "callbacks->columns is -1; it takes an integer in 0 ... \(Int32.max)")
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
    try expectRefusedSizes({ $0.detector() }, size: \.size) { das_detector_wrap($0, $1, $2) }
  }
}
