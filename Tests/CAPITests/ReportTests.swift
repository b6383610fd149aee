import DASHeader
import Testing

@Suite struct ReportTests {
  private func report(_ session: Session, _ model: Owned) throws -> das_report {
    var report = das_report()
    report.size = MemoryLayout<das_report>.size
    try session.run { das_model_report($0, model.reference, &report) }
    return report
  }

  @Test("an enhanced model knows its numbers, a file keeps them, a fused model does not know them")
  func numbers() throws {
    let (session, X) = (try Session(), Table.normal())
    let model = try session.model(on: X)
    let known = try report(session, model)
    #expect((known.rows, known.hard_anomalies, known.calibration_rows) == (60, 600, 60))
    #expect((0...1).contains(known.hardness) && (0...1).contains(known.booster_auc))
    #expect(known.distance > 0)
    let twin = try report(session, session.read(session.image(of: model)))
    #expect(
      [twin.hardness, twin.booster_auc, twin.distance]
        == [known.hardness, known.booster_auc, known.distance])
    #expect((twin.rows, twin.hard_anomalies) == (60, 600))
    let detector = try session.detector("ecod", on: X)
    let booster = try session.booster(on: X, against: .spread())
    let fused = try report(
      session,
      session.make(das_model_free) {
        das_fuse($0, nil, detector.reference, booster.reference, &X.matrix, $1)
      })
    #expect(fused.hardness.isNaN && fused.distance.isNaN && fused.hard_anomalies == 0)
    #expect((0...1).contains(fused.booster_auc))
  }

  @Test("a booster of the host has no out-of-bag votes to know of")
  func host() throws {
    let (session, probe, X) = (try Session(), Probe(), Table.normal())
    let ecod = try session.settings("ecod")
    var callbacks = probe.booster(fits: true)
    let booster = try session.make(das_booster_free) { das_booster_wrap($0, &callbacks, $1) }
    var options = das_enhance_options()
    options.size = MemoryLayout<das_enhance_options>.size
    (options.detector, options.wrapped_booster) = (ecod.reference, booster.reference)
    let model = try session.make(das_model_free) { das_enhance($0, &options, &X.matrix, 1, $1) }
    let known = try report(session, model)
    #expect(known.booster_auc.isNaN)
    #expect(known.hardness.isFinite && known.distance.isFinite)
  }

  @Test("NULL and a struct of an unknown size are refused", arguments: [0, 8, 63, -1])
  func refused(size: Int) throws {
    let session = try Session()
    let model = try session.model(on: .normal()).reference
    var report = das_report()
    report.size = size
    #expect(
      session.outcome { das_model_report($0, model, &report) }
        == .failed(
          DAS_ERROR_INVALID_ARGUMENT,
          "report->size is \(UInt(bitPattern: size)); it must be \(MemoryLayout<das_report>.size)"))
    #expect(session.outcome { das_model_report($0, nil, &report) } == .null("model"))
    #expect(session.outcome { das_model_report($0, model, nil) } == .null("report"))
  }
}
