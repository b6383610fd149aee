import DASHeader
import Glibc
import Testing

/// Names of columns, contamination, threshold and note: set, asked for, kept in files.
@Suite struct DetailsTests {
  private let session: Session
  private let X = Table.normal()

  init() throws { session = try Session() }

  private var columns: Int { Int(X.matrix.columns) }

  private func names() -> [String] { (0..<columns).map { "cö\($0)" } }

  private func withNames<Result>(
    _ names: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
  ) rethrows -> Result {
    let strings = names.map { strdup($0) }
    defer { strings.forEach { free($0) } }
    return try strings.map { UnsafePointer($0) }.withUnsafeBufferPointer {
      try body($0.baseAddress!)
    }
  }

  private func model(named names: [String], contamination: Double = 0) throws -> Owned {
    let (detector, booster) = (try session.settings("ecod"), try session.smallForest())
    let model = withNames(names) { names in
      session.enhance(X) {
        ($0.detector, $0.booster) = (detector.reference, booster.reference)
        ($0.feature_names, $0.contamination) = (names, contamination)
      }.model
    }
    return session.keep(try #require(model))
  }

  private func names(of model: Owned) -> [String?] { names(in: try? details(model)) }

  private func names(in details: das_details?) -> [String?] {
    (0..<columns).map { index in
      details?.feature_names.flatMap { $0[index] }.map { String(cString: $0) }
    }
  }

  private func details(_ model: Owned) throws -> das_details {
    var details = das_details.zeroed()
    try session.run { das_model_details($0, model.reference, &details) }
    return details
  }

  @Test("names and contamination are the model's, and a file's")
  func fromTheOptions() throws {
    let fitted = try model(named: names(), contamination: 0.25)
    for model in [fitted, try session.read(session.image(of: fitted))] {
      #expect(names(of: model) == names())
      #expect(try details(model).contamination == 0.25)
      let own = try session.threshold(model, level: Double(DAS_OWN_LEVEL))
      #expect(try own == session.threshold(model, level: 0.25))
      let part = try session.parts(of: model).detector
      var details = das_details.zeroed()
      try session.run { das_detector_details($0, part.reference, &details) }
      #expect(names(in: details) == names())
    }
  }

  @Test("without a word, the own level is .1 and no column has a name")
  func defaults() throws {
    let model = try session.model(on: X)
    #expect(names(of: model) == Array(repeating: nil, count: columns))
    #expect(try details(model).contamination == 0)
    #expect(try session.threshold(model, level: -1) == session.threshold(model, level: 0.1))
  }

  @Test("a threshold decides, until a calibration makes another")
  func describe() throws {
    let fitted = try model(named: names())
    var details = try details(fitted)
    (details.threshold, details.has_threshold) = (0.75, 1)
    let model = try "mine".withCString { note in
      details.note = note
      return try session.make(das_model_free) {
        das_model_describe($0, fitted.reference, &details, $1)
      }
    }
    let twin = try session.read(session.image(of: model))
    #expect(names(of: twin) == names(of: fitted), "what was read and given back stays")
    #expect(String(cString: try self.details(twin).note) == "mine")
    #expect(try session.threshold(twin, level: -1) == 0.75)
    let labels = try session.scores(twin, X).map { $0 > 0.75 ? Int32(1) : 0 }
    #expect(try session.labels(twin, X, -1) == labels)
    let calibrated = try session.make(das_model_free) {
      das_model_calibrate($0, twin.reference, &X.matrix, $1)
    }
    #expect(
      try session.threshold(calibrated, level: -1) == session.threshold(calibrated, level: 0.1))
    #expect(names(of: calibrated) == names(of: fitted))
  }

  @Test("names are checked: the same, in the same order")
  func check() throws {
    let model = try model(named: names())
    let anonymous = try session.model(on: X)
    var swapped = names()
    swapped.swapAt(0, 1)
    withNames(names()) { names in
      let count = Int64(columns)
      #expect(session.outcome { das_model_check_names($0, model.reference, names, count) } == .ok)
      #expect(
        session.outcome { das_model_check_names($0, anonymous.reference, names, count) }
          == .ok)
      #expect(
        session.outcome { das_model_check_names($0, model.reference, names, count - 1) }
          == .shapeMismatch("there are \(count - 1) names; the model takes \(count) columns"))
    }
    withNames(swapped) { names in
      let outcome = session.outcome {
        das_model_check_names($0, model.reference, names, Int64(columns))
      }
      #expect(
        outcome
          == .shapeMismatch(
            "feature 0 of the table is 'cö1'; it was 'cö0' in the fit: names and their order "
              + "must be those of the fit"))
    }
  }

  @Test("what details refuse")
  func refused() throws {
    let model = try session.model(on: X)
    let booster = try session.booster(on: X)
    func outcome(_ bend: (inout das_details) -> Void) -> Outcome {
      var (details, described) = (das_details.zeroed(), das_model_ref?.none)
      bend(&details)
      defer { das_model_free(described) }
      return session.outcome {
        das_model_describe($0, model.reference, &details, &described)
      }
    }
    #expect(
      outcome { $0.contamination = 0.6 }
        == .outOfRange("contamination is 0.6; it takes a real in (0, 0.5]"))
    #expect(
      outcome { ($0.threshold, $0.has_threshold) = (.nan, 1) }
        == .outOfRange("threshold is nan"))
    #expect(
      outcome { $0.has_threshold = 2 }
        == .invalidArgument("details->has_threshold is 2; it takes 0 or 1"))
    #expect(outcome { ($0.threshold, $0.has_threshold) = (.infinity, 1) } == .ok)
    var details = das_details.zeroed()
    details.contamination = 0.1
    var described: das_booster_ref?
    #expect(
      session.outcome { das_booster_describe($0, booster.reference, &details, &described) }
        == .invalidArgument("a booster has no contamination, threshold or training scores"))
  }

  @Test("a model around the host's detector is written without it, and read with it")
  func rest() throws {
    let (probe, booster) = (Probe(), try session.booster(on: X))
    let detector = try session.wrap(probe.detector(name: Probe.mine))
    let model = try session.fuse(detector, booster, on: X)
    let rest = try session.image(of: model, by: das_model_write_partial)
    let size = Int64(rest.count)
    let twin = try session.make(das_model_free) {
      das_model_read_partial($0, rest, size, detector.reference, nil, $1)
    }
    #expect(try session.scores(twin, X) == session.scores(model, X))
    #expect(try session.image(of: twin, by: das_model_write_partial) == rest)
    var none: das_model_ref?
    #expect(
      session.outcome { das_model_read_partial($0, rest, size, nil, nil, &none) }
        == .invalidArgument("detector is NULL, but the model was written without its detector"))
    #expect(
      session.outcome { das_model_read($0, rest, size, &none) }
        == .badFormat("the file holds a model without the host's parts, not a model"))
  }
}
