import DASHeader
import Testing

@Suite struct CrossCalibrationTests {
  private let session: Session
  private let X = Table.normal()
  private let detector: Owned
  private let booster: Owned

  init() throws {
    session = try Session()
    (detector, booster) = (try session.settings("ecod"), try session.smallForest())
  }

  private func fill(_ options: inout das_enhance_options) {
    (options.detector, options.booster) = (detector.reference, booster.reference)
  }

  private func calibrate(
    _ model: Owned?, _ X: Table, folds: Int32 = 5, _ fill: (inout das_enhance_options) -> Void
  ) -> (outcome: Outcome, calibrated: Owned?) {
    var (options, calibrated) = (das_enhance_options.zeroed(), das_model_ref?.none)
    fill(&options)
    let outcome = session.outcome {
      das_model_calibrate_cv($0, model?.reference, &options, &X.matrix, folds, 1, &calibrated)
    }
    #expect((calibrated != nil) == (outcome == .ok))
    return (outcome, calibrated.map { Owned($0, das_model_free) })
  }

  @Test("the model scores as before; its p-values rest on one held-out score a row, also in a file")
  func restsOnHeldOutScores() throws {
    let model = try #require(session.enhance(X, fill).model)
    let calibrated = try #require(calibrate(model, X, fill).calibrated)
    #expect(try session.scores(calibrated, .spread()) == session.scores(model, .spread()))
    let (before, after) = (try session.report(model), try session.report(calibrated))
    #expect((Int(before.calibration), before.calibration_rows) == (DAS_CALIBRATION_TRAINING, 60))
    #expect((Int(after.calibration), after.calibration_rows) == (DAS_CALIBRATION_CROSS_FITTED, 60))
    let twin = try session.read(session.image(of: calibrated))
    let p = try session.scores(calibrated, .spread(), by: das_model_pvalues)
    #expect(try session.scores(twin, .spread(), by: das_model_pvalues) == p)
    #expect(p != (try session.scores(model, .spread(), by: das_model_pvalues)))
    #expect(try session.report(twin).calibration == after.calibration)
  }

  @Test("unfitted parts of the host are fitted once a fold, and released")
  func hosts() throws {
    let (first, second) = (Probe(), Probe())
    let detector = try session.wrap(first.detector(fits: true))
    let booster = try session.wrap(second.booster(fits: true))
    func fill(_ options: inout das_enhance_options) {
      options.fitted_detector = detector.reference
      options.wrapped_booster = booster.reference
    }
    let model = session.enhance(X, fill).model
    let fits = (first.fitted, second.fitted)
    #expect(calibrate(model, X, folds: 3, fill).outcome == .ok)
    #expect(first.fitted == fits.0 + 3)
    #expect(first.released == 3)
    // Each fold cross-fits its booster, which has no out-of-bag votes.
    #expect(second.fitted == fits.1 + 3 * 6)
    withExtendedLifetime(model) {}
  }

  @Test("what is fitted already, other rows, too many folds and NULL are refused")
  func refused() throws {
    let model = try session.model(on: X)
    let fitted = try session.detector("ecod", on: X)
    #expect(
      calibrate(model, X) { $0.fitted_detector = fitted.reference }.outcome
        == .invalidArgument(
          "the detector 'ecod' is fitted already, so it has seen the rows that each fold holds "
            + "out: give one that is not fitted, or calibrate on fresh rows"))
    #expect(
      calibrate(model, .normal(rows: 50), fill).outcome
        == .shapeMismatch(
          "X has 50 rows but the model was fitted on 60: calibrate with the same rows"))
    for folds: Int32 in [1, 0, -4, 61] {
      #expect(
        calibrate(model, X, folds: folds, fill).outcome
          == .outOfRange("folds is \(folds); it takes an integer in 2 ... the number of rows, 60"))
    }
    var (options, none) = (das_enhance_options.zeroed(), das_model_ref?.none)
    fill(&options)
    func call(
      _ model: Owned?, _ options: UnsafePointer<das_enhance_options>?,
      _ X: UnsafePointer<das_matrix>?, _ calibrated: UnsafeMutablePointer<das_model_ref?>?
    ) -> Outcome {
      session.outcome {
        das_model_calibrate_cv($0, model?.reference, options, X, 5, 1, calibrated)
      }
    }
    #expect(call(nil, &options, &X.matrix, &none) == .null("model"))
    #expect(call(model, nil, &X.matrix, &none) == .null("options"))
    #expect(call(model, &options, nil, &none) == .null("X"))
    #expect(call(model, &options, &X.matrix, nil) == .null("calibrated"))
    #expect(none == nil)
  }
}
