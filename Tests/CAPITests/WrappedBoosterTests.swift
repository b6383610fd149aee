import DASHeader
import Testing

@Suite struct WrappedBoosterTests {
  private func enhance(
    _ session: Session, _ probe: Probe, fits: Bool, preset: String = "default"
  ) throws -> (outcome: Outcome, model: Owned?) {
    let booster = try session.wrap(probe.booster(fits: fits))
    let settings = try session.settings("ecod")
    return preset.withCString { name in
      session.enhance {
        ($0.preset, $0.detector) = (name, settings.reference)
        $0.wrapped_booster = booster.reference
      }
    }
  }

  @Test("a fitted classifier of the host becomes part of a model, and is destroyed with it")
  func fitted() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    var (outcome, model) = try enhance(session, probe, fits: false)
    #expect(outcome == .ok)
    #expect(probe.destroyed == 0)
    var scores = [Double](repeating: 0, count: 60)
    try session.run { das_model_parts($0, model?.reference, &X.matrix, nil, &scores, nil, 60) }
    #expect(scores == (0..<60).map { abs(X[$0, 0]) })
    model = nil
    #expect((probe.destroyed, probe.released) == (1, 0))
  }

  @Test("an unfitted one is fitted and cross-fitted: once and for each fold; all are released")
  func crossFitted() throws {
    let (session, probe) = (try Session(), Probe())
    var (outcome, model) = try enhance(session, probe, fits: true)
    #expect(outcome == .ok)
    #expect((probe.fitted, probe.released) == (6, 5))
    model = nil
    #expect((probe.released, probe.destroyed) == (6, 1))
    withExtendedLifetime(model) {}
  }

  @Test("the paper's preset fits it once and scores in sample")
  func inSample() throws {
    let (session, probe) = (try Session(), Probe())
    let (outcome, model) = try enhance(session, probe, fits: true, preset: "paper")
    #expect(outcome == .ok)
    #expect(probe.fitted == 1)
    withExtendedLifetime(model) {}
  }

  @Test("what goes wrong in its callbacks makes the call fail, and everything is released")
  func misbehaves() throws {
    let session = try Session()
    let cases: [(Probe.Behavior, Bool, String)] = [
      (.fails, true, "fit of 'wrapped' failed with status 9"),
      (.fails, false, "score of 'wrapped' failed with status 7"),
      (.writesNaN, true, "score of 'wrapped' gave nan for row 3"),
      (.writesNothing, false, "score of 'wrapped' gave nan for row 0"),
    ]
    for (behavior, fits, message) in cases {
      let probe = Probe()
      probe.behavior = behavior
      let (outcome, model) = try enhance(session, probe, fits: fits)
      #expect(outcome == .failed(DAS_ERROR_CALLBACK_FAILED, message))
      #expect(model == nil)
      #expect(probe.destroyed == 1)
      #expect(probe.released == (behavior == .fails ? 0 : probe.fitted))
    }
  }

  @Test("a registration that fails destroys once")
  func failedRegistration() throws {
    let (session, probe) = (try Session(), Probe())
    var (callbacks, booster) = (probe.booster(), das_booster_ref?.none)
    callbacks.score = nil
    #expect(
      session.outcome { das_booster_wrap($0, &callbacks, &booster) }
        == .null("callbacks->score"))
    #expect(probe.destroyed == 1)
    callbacks = probe.booster()
    #expect(session.outcome { das_booster_wrap($0, &callbacks, nil) } == .null("booster"))
    #expect(probe.destroyed == 2)
  }

  @Test("a struct of a wrong size is refused, and destroys once if it has a destroy")
  func wrongSize() throws {
    try expectRefusedSizes({ $0.booster() }) { das_booster_wrap($0, $1, $2) }
  }
}
