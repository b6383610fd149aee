import DASHeader
import Testing

@Suite struct CrossCalibrationTests {
  /// A options of ecod and a small forest, with the handles that it borrows.
  private struct Options {
    let detector: Owned
    let booster: Owned
    var struct_ = das_enhance_options()

    init(_ session: Session) throws {
      detector = try session.settings("ecod")
      booster = try session.smallForest()
      struct_.size = MemoryLayout<das_enhance_options>.size
      struct_.detector = detector.reference
      struct_.booster = booster.reference
    }
  }

  private func model(_ session: Session, _ options: Options, _ X: Table) throws -> Owned {
    var options = options.struct_
    return try session.make(das_model_free) { das_enhance($0, &options, &X.matrix, 1, $1) }
  }

  private func calibrated(
    _ session: Session, _ options: Options, _ model: Owned, _ X: Table, folds: Int32 = 5
  ) throws -> Owned {
    var options = options.struct_
    return try session.make(das_model_free) {
      das_model_calibrate_cv($0, model.reference, &options, &X.matrix, folds, 1, $1)
    }
  }

  private func report(_ session: Session, _ model: Owned) throws -> das_report {
    var report = das_report()
    report.size = MemoryLayout<das_report>.size
    try session.run { das_model_report($0, model.reference, &report) }
    return report
  }

  @Test("the model scores as before; its p-values rest on one held-out score a row, also in a file")
  func restsOnHeldOutScores() throws {
    let (session, X) = (try Session(), Table.normal())
    let options = try Options(session)
    let model = try model(session, options, X)
    let calibrated = try calibrated(session, options, model, X)
    #expect(try session.scores(calibrated, .spread()) == session.scores(model, .spread()))
    let (before, after) = (try report(session, model), try report(session, calibrated))
    #expect((Int(before.calibration), before.calibration_rows) == (DAS_CALIBRATION_TRAINING, 60))
    #expect((Int(after.calibration), after.calibration_rows) == (DAS_CALIBRATION_CROSS_FITTED, 60))
    let twin = try session.read(session.image(of: calibrated))
    let p = try session.scores(calibrated, .spread(), by: das_model_pvalues)
    #expect(try session.scores(twin, .spread(), by: das_model_pvalues) == p)
    #expect(p != (try session.scores(model, .spread(), by: das_model_pvalues)))
    #expect(try report(session, twin).calibration == after.calibration)
  }

  @Test("unfitted parts of the host are fitted once a fold, and released")
  func hosts() throws {
    let (session, X) = (try Session(), Table.normal())
    let (detector, booster) = (Probe(), Probe())
    var options = das_enhance_options()
    options.size = MemoryLayout<das_enhance_options>.size
    var (first, second) = (detector.detector(fits: true), booster.booster(fits: true))
    let f = try session.make(das_detector_free) { das_detector_wrap($0, &first, $1) }
    let boosted = try session.make(das_booster_free) { das_booster_wrap($0, &second, $1) }
    (options.fitted_detector, options.wrapped_booster) = (f.reference, boosted.reference)
    let model = try session.make(das_model_free) { das_enhance($0, &options, &X.matrix, 1, $1) }
    let fits = (detector.fitted, booster.fitted)
    _ = try session.make(das_model_free) {
      das_model_calibrate_cv($0, model.reference, &options, &X.matrix, 3, 1, $1)
    }
    #expect(detector.fitted == fits.0 + 3)
    #expect(detector.released == 3)
    // Each fold cross-fits its booster, which has no out-of-bag votes.
    #expect(booster.fitted == fits.1 + 3 * 6)
  }

  @Test("what is fitted already, other rows, too many folds and NULL are refused")
  func refused() throws {
    let (session, X) = (try Session(), Table.normal())
    let options = try Options(session)
    let fitted = try model(session, options, X)
    let f = try session.detector("ecod", on: X)
    var calibrated: das_model_ref?
    func outcome(
      _ model: Owned?, _ X: Table, folds: Int32 = 5,
      _ change: (inout das_enhance_options) -> Void = { _ in }
    ) -> Outcome {
      var foreign = options.struct_
      change(&foreign)
      return session.outcome {
        das_model_calibrate_cv($0, model?.reference, &foreign, &X.matrix, folds, 1, &calibrated)
      }
    }
    #expect(
      outcome(fitted, X) { ($0.detector, $0.fitted_detector) = (nil, f.reference) }
        == .failed(
          DAS_ERROR_INVALID_ARGUMENT,
          "the detector 'ecod' is fitted already, so it has seen the rows that each fold holds "
            + "out: give one that is not fitted, or calibrate on fresh rows"))
    #expect(
      outcome(fitted, .normal(rows: 50))
        == .failed(
          DAS_ERROR_SHAPE_MISMATCH,
          "X has 50 rows but the model was fitted on 60: calibrate with the same rows"))
    for folds: Int32 in [1, 0, -4, 61] {
      #expect(
        outcome(fitted, X, folds: folds)
          == .failed(
            DAS_ERROR_OUT_OF_RANGE,
            "folds is \(folds); it takes an integer in 2 ... the number of rows, 60"))
    }
    #expect(outcome(nil, X) == .null("model"))
    #expect(
      session.outcome {
        das_model_calibrate_cv($0, fitted.reference, nil, &X.matrix, 5, 1, &calibrated)
      } == .null("options"))
    var foreign = options.struct_
    #expect(
      session.outcome {
        das_model_calibrate_cv($0, fitted.reference, &foreign, nil, 5, 1, &calibrated)
      } == .null("X"))
    #expect(
      session.outcome {
        das_model_calibrate_cv($0, fitted.reference, &foreign, &X.matrix, 5, 1, nil)
      } == .null("calibrated"))
    #expect(calibrated == nil)
  }
}
