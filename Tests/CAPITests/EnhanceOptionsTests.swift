import DASHeader
import Testing

/// What das_enhance refuses before it starts.
@Suite struct EnhanceOptionsTests {
  private func enhance(
    _ session: Session, _ fill: (inout das_enhance_options) -> Void
  ) -> Outcome { session.enhance(.normal(), fill).outcome }

  @Test("NULL for each argument")
  func null() throws {
    let (session, X) = (try Session(), Table.normal())
    let settings = try session.settings("ecod")
    var (options, model) = (das_enhance_options.zeroed(), das_model_ref?.none)
    options.detector = settings.reference
    #expect(session.outcome { das_enhance($0, nil, &X.matrix, 1, &model) } == .null("options"))
    #expect(session.outcome { das_enhance($0, &options, nil, 1, &model) } == .null("X"))
    #expect(session.outcome { das_enhance($0, &options, &X.matrix, 1, nil) } == .null("model"))
    #expect(model == nil)
  }

  @Test("options of an unknown size are not read", arguments: [0, 8, 63, -1])
  func size(size: Int) throws {
    #expect(
      try enhance(Session()) { $0.size = size }
        == .invalidArgument(
          "options->size is \(UInt(bitPattern: size)); "
            + "it must be \(MemoryLayout<das_enhance_options>.size)"
        ))
  }

  @Test("exactly one detector, and at most one booster")
  func contradictions() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    let (settings, fitted) = (try session.settings("ecod"), try session.detector("ecod", on: X))
    let forest = try session.smallForest()
    let wrapped = try session.wrap(probe.booster())
    let one = "exactly one of options->detector and options->fitted_detector must be set"
    #expect(enhance(session) { _ in } == .invalidArgument(one))
    #expect(
      enhance(session) {
        ($0.detector, $0.fitted_detector) = (settings.reference, fitted.reference)
      } == .invalidArgument(one))
    #expect(
      enhance(session) {
        $0.detector = settings.reference
        ($0.booster, $0.wrapped_booster) = (forest.reference, wrapped.reference)
      }
        == .invalidArgument(
          "at most one of options->booster and options->wrapped_booster may be set"))
  }

  @Test("settings in the place of another stage's, and an unknown preset")
  func wrongSettings() throws {
    let session = try Session()
    let (ecod, fusion) = (try session.settings("ecod"), try session.settings("fusion"))
    #expect(
      enhance(session) { $0.detector = fusion.reference }
        == .unknownName(
          "there is no detector 'fusion'; there are iforest, pca, ecod, ocsvm, knn, lof, drl, "
            + "consensus"))
    #expect(
      enhance(session) { ($0.detector, $0.synthesis) = (ecod.reference, fusion.reference) }
        == .invalidArgument("options->synthesis holds settings of 'fusion', not of 'synthesis'"))
    #expect(
      enhance(session) { ($0.detector, $0.booster) = (ecod.reference, fusion.reference) }
        == .unknownName(
          "there is no booster 'fusion'; there are random_forest, extra_trees, decision_tree, "
            + "mlp, voting"))
    #expect(
      enhance(session) { ($0.detector, $0.fusion) = (ecod.reference, ecod.reference) }
        == .invalidArgument("options->fusion holds settings of 'ecod', not of 'fusion'"))
    let outcome = "best".withCString { name in
      enhance(session) { ($0.detector, $0.preset) = (ecod.reference, name) }
    }
    #expect(outcome == .unknownName("there is no preset 'best'; there are default, paper"))
  }

  @Test("rows that do not fit a fitted detector")
  func columns() throws {
    let session = try Session()
    let fitted = try session.detector("ecod", on: .normal(columns: 5))
    #expect(
      enhance(session) { $0.fitted_detector = fitted.reference }
        == .shapeMismatch("X has 3 columns; 5 are expected"))
    let booster = try session.booster(on: .normal(columns: 2), against: .spread(columns: 2))
    #expect(
      enhance(session) {
        ($0.fitted_detector, $0.wrapped_booster) = (fitted.reference, booster.reference)
      } == .shapeMismatch("the detector takes 5 columns but the booster 2"))
    let settings = try session.settings("ecod")
    #expect(
      enhance(session) {
        ($0.detector, $0.wrapped_booster) = (settings.reference, booster.reference)
      } == .shapeMismatch("X has 3 columns; 2 are expected"))
  }

  @Test("settings count: n_samples is what the program is asked for")
  func settingsCount() throws {
    let (session, probe) = (try Session(), Probe())
    let (ecod, synthesis) = (try session.settings("ecod"), try session.settings("synthesis"))
    try session.run { das_settings_set_int($0, synthesis.reference, "n_samples", 17) }
    var callbacks = probe.program()
    callbacks.synthesize = { user, count, _, _, _, _, rows in
      Probe.at(user)?.calls = Int(count)
      for index in 0..<Int(count) * 3 { rows?[index] = Double(index) }
      return 0
    }
    let program = try session.wrap(callbacks)
    #expect(
      enhance(session) {
        ($0.detector, $0.synthesis) = (ecod.reference, synthesis.reference)
        $0.program = program.reference
      } == .ok)
    #expect(probe.calls == 17)
  }
}
