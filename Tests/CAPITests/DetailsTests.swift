import DASHeader
import Testing

/// Names of columns, contamination, threshold and note: set, asked for, kept in files.
@Suite struct DetailsTests {
  private let session: Session
  private let X = Table.normal()

  init() throws { session = try Session() }

  private var columns: Int { Int(X.matrix.columns) }

  private func names(_ prefix: String = "c") -> [String] {
    (0..<columns).map { "\(prefix)ö\($0)" }
  }

  private func withNames<Result>(
    _ names: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
  ) rethrows -> Result {
    let strings = names.map { Array($0.utf8CString) }
    return try strings.withUnsafePointers { pointers in
      try pointers.withUnsafeBufferPointer { try body($0.baseAddress!) }
    }
  }

  private func model(named names: [String], contamination: Double = 0) throws -> Owned {
    let (detector, booster) = (try session.settings("ecod"), try session.smallForest())
    return try withNames(names) { names in
      var options = das_enhance_options()
      options.size = MemoryLayout<das_enhance_options>.size
      (options.detector, options.booster) = (detector.reference, booster.reference)
      (options.feature_names, options.contamination) = (names, contamination)
      return try session.make(das_model_free) { das_enhance($0, &options, &X.matrix, 1, $1) }
    }
  }

  private func names(of model: Owned) -> [String?] {
    names(in: try? details(model))
  }

  private func names(in details: das_details?) -> [String?] {
    (0..<columns).map { index in
      details?.feature_names.flatMap { $0[index] }.map { String(cString: $0) }
    }
  }

  private func details(_ model: Owned) throws -> das_details {
    var details = das_details()
    details.size = MemoryLayout<das_details>.size
    try session.run { das_model_details($0, model.reference, &details) }
    return details
  }

  private func threshold(_ model: Owned, level: Double) throws -> Double {
    var threshold = 0.0
    try session.run { das_model_threshold($0, model.reference, level, &threshold) }
    return threshold
  }

  @Test("a options's names and contamination are the model's, and a file's")
  func fromTheOptions() throws {
    let fitted = try model(named: names(), contamination: 0.25)
    for model in [fitted, try session.read(session.image(of: fitted))] {
      #expect(names(of: model) == names())
      #expect(try details(model).contamination == 0.25)
      let own = try threshold(model, level: Double(DAS_OWN_LEVEL))
      #expect(try own == threshold(model, level: 0.25))
      let part = try session.make(das_detector_free) {
        das_model_detector($0, model.reference, $1)
      }
      var details = das_details()
      details.size = MemoryLayout<das_details>.size
      try session.run { das_detector_details($0, part.reference, &details) }
      #expect(names(in: details) == names())
    }
  }

  @Test("without a word, the own level is .1 and no column has a name")
  func defaults() throws {
    let model = try session.model(on: X)
    #expect(names(of: model) == Array(repeating: nil, count: columns))
    #expect(try details(model).contamination == 0)
    #expect(try threshold(model, level: -1) == threshold(model, level: 0.1))
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
    #expect(try threshold(twin, level: -1) == 0.75)
    let scores = try session.scores(twin, X)
    var labels = [Int32](repeating: 0, count: scores.count)
    try session.run {
      das_model_predict($0, twin.reference, &X.matrix, -1, &labels, Int64(labels.count))
    }
    #expect(labels == scores.map { $0 > 0.75 ? 1 : 0 })
    let calibrated = try session.make(das_model_free) {
      das_model_calibrate($0, twin.reference, &X.matrix, $1)
    }
    #expect(try threshold(calibrated, level: -1) == threshold(calibrated, level: 0.1))
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
        session.outcome { das_model_check_names($0, anonymous.reference, names, count) } == .ok)
      #expect(
        session.outcome { das_model_check_names($0, model.reference, names, count - 1) }
          == .failed(
            DAS_ERROR_SHAPE_MISMATCH,
            "there are \(count - 1) names; the model takes \(count) columns"))
    }
    withNames(swapped) { names in
      let outcome = session.outcome {
        das_model_check_names($0, model.reference, names, Int64(columns))
      }
      #expect(
        outcome
          == .failed(
            DAS_ERROR_SHAPE_MISMATCH,
            "feature 0 of the table is 'cö1'; it was 'cö0' in the fit: names and their order "
              + "must be those of the fit"))
    }
  }

  @Test("what details refuse")
  func refused() throws {
    let model = try session.model(on: X)
    let booster = try session.booster(on: X, against: .spread())
    func outcome(_ bend: (inout das_details) -> Void) -> Outcome {
      var (details, described) = (das_details(), das_model_ref?.none)
      details.size = MemoryLayout<das_details>.size
      bend(&details)
      defer { das_model_free(described) }
      return session.outcome {
        das_model_describe($0, model.reference, &details, &described)
      }
    }
    #expect(
      outcome { $0.contamination = 0.6 }
        == .failed(
          DAS_ERROR_OUT_OF_RANGE, "contamination is 0.6; it takes a real in (0, 0.5]"))
    #expect(
      outcome { ($0.threshold, $0.has_threshold) = (.nan, 1) }
        == .failed(DAS_ERROR_OUT_OF_RANGE, "threshold is nan"))
    #expect(
      outcome { $0.has_threshold = 2 }
        == .failed(
          DAS_ERROR_INVALID_ARGUMENT, "details->has_threshold is 2; it takes 0 or 1"))
    #expect(outcome { ($0.threshold, $0.has_threshold) = (.infinity, 1) } == .ok)
    var details = das_details()
    details.size = MemoryLayout<das_details>.size
    details.contamination = 0.1
    var described: das_booster_ref?
    #expect(
      session.outcome { das_booster_describe($0, booster.reference, &details, &described) }
        == .failed(
          DAS_ERROR_INVALID_ARGUMENT,
          "a booster has no contamination, threshold or training scores"))
  }

  @Test("a model around the host's detector is written without it, and read with it")
  func rest() throws {
    let probe = Probe()
    let detector = try "mine".withCString { name in
      var callbacks = probe.detector(name: name)
      return try session.make(das_detector_free) { das_detector_wrap($0, &callbacks, $1) }
    }
    let booster = try session.booster(on: X, against: .spread())
    let model = try session.make(das_model_free) {
      das_fuse($0, nil, detector.reference, booster.reference, &X.matrix, $1)
    }
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
        == .failed(
          DAS_ERROR_INVALID_ARGUMENT,
          "detector is NULL, but the model was written without its detector"))
    #expect(
      session.outcome { das_model_read($0, rest, size, &none) }
        == .failed(
          DAS_ERROR_BAD_FORMAT, "the file holds a model without the host's parts, not a model"))
  }
}

extension [[CChar]] {
  /// Pointers to all of them at once.
  fileprivate func withUnsafePointers<Result>(
    _ body: ([UnsafePointer<CChar>?]) throws -> Result
  ) rethrows -> Result {
    func point(_ done: [UnsafePointer<CChar>?]) throws -> Result {
      guard done.count < count else { return try body(done) }
      return try self[done.count].withUnsafeBufferPointer { try point(done + [$0.baseAddress]) }
    }
    return try point([])
  }
}
