import DASHeader
import Testing

@Suite struct ReportTests {
  @Test("an enhanced model knows its numbers, a file keeps them, a fused model does not know them")
  func numbers() throws {
    let (session, X) = (try Session(), Table.normal())
    let model = try session.model(on: X)
    let known = try session.report(model)
    #expect((known.rows, known.hard_anomalies, known.calibration_rows) == (60, 600, 60))
    #expect((0...1).contains(known.hardness) && (0...1).contains(known.booster_auc))
    #expect(known.distance > 0)
    let twin = try session.report(session.read(session.image(of: model)))
    #expect(
      [twin.hardness, twin.booster_auc, twin.distance]
        == [known.hardness, known.booster_auc, known.distance])
    #expect((twin.rows, twin.hard_anomalies) == (60, 600))
    let parts = (try session.detector("ecod", on: X), try session.booster(on: X))
    let fused = try session.report(session.fuse(parts.0, parts.1, on: X))
    #expect(fused.hardness.isNaN && fused.distance.isNaN && fused.hard_anomalies == 0)
    #expect((0...1).contains(fused.booster_auc))
  }

  @Test("a booster of the host has no out-of-bag votes to know of")
  func host() throws {
    let session = try Session()
    let ecod = try session.settings("ecod")
    let booster = try session.wrap(Probe().booster(fits: true))
    let model = session.enhance {
      ($0.detector, $0.wrapped_booster) = (ecod.reference, booster.reference)
    }.model
    let known = try session.report(#require(model))
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
        == .invalidArgument(
          "report->size is \(UInt(bitPattern: size)); it must be \(MemoryLayout<das_report>.size)"))
    #expect(session.outcome { das_model_report($0, nil, &report) } == .null("model"))
    #expect(session.outcome { das_model_report($0, model, nil) } == .null("report"))
  }
}
