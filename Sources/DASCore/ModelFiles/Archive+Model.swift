extension Archive {
  package static func encode(_ model: Model) throws -> Buffer<UInt8> {
    try encode(model, as: .model)
  }

  /// The model but for the parts that are the host's own code.
  package static func encodeRest(of model: Model) throws -> Buffer<UInt8> {
    try encode(model, as: .rest)
  }

  private static func encode(_ model: Model, as content: Content) throws -> Buffer<UInt8> {
    var writer = try start(content, model.schema)
    try add(model.detector, "detector", model.detector.name, to: &writer, in: content)
    try add(model.booster, "booster", model.booster.name, to: &writer, in: content)
    model.fusion.archive(to: &writer, under: "fusion.")
    writer.add("training_scores", model.trainingScores)
    writer.add("detector_training_scores", model.detectorTrainingScores)
    writer.set("calibration", model.calibration.source.rawValue)
    if model.calibration.source.isHeldOut {
      writer.add("calibration_scores", model.calibration.sorted)
    }
    model.report.archive(to: &writer, under: "report.")
    model.details.archive(to: &writer)
    return try writer.encoded()
  }

  package static func decodeModel(_ bytes: UnsafeRawBufferPointer) throws -> Model {
    let reader = try open(bytes, as: .model)
    return try model(from: reader, detector: detector(from: reader), booster: booster(from: reader))
  }

  /// The model whose rest the bytes hold, with parts of the host's that it was written without.
  package static func decodeRest(
    _ bytes: UnsafeRawBufferPointer, detector: (any FittedDetector)?, booster: (any FittedBooster)?
  ) throws -> Model {
    let reader = try open(bytes, as: .rest)
    try check(detector, "detector", reader)
    try check(booster, "booster", reader)
    return try model(
      from: reader, detector: detector ?? self.detector(from: reader),
      booster: booster ?? self.booster(from: reader))
  }

  private static func check(
    _ part: (any RowScorer)?, _ role: String, _ reader: TensorReader
  ) throws {
    let columns = try reader.integerIfPresent("host." + role, in: 0...Int(Int32.max))
    guard (part == nil) == (columns == nil) else {
      throw DASError(
        .invalidArgument,
        "\(role) is \(part == nil ? "NULL" : "given"), but the model was written with"
          + "\(part == nil ? "out" : "") its \(role)")
    }
    if let part, !part.takesAnySchema {
      try Schema.check(part.schema, against: reader.schema, "the \(role)", exactly: true)
    }
    guard let part, let columns, part.columns != columns, part.columns != 0, columns != 0 else {
      return
    }
    throw DASError(
      .shapeMismatch,
      "the \(role) takes \(part.columns) columns; the model was made with one of \(columns)")
  }

  private static func model(
    from reader: TensorReader, detector: any FittedDetector, booster: any FittedBooster
  ) throws -> Model {
    let widths = [detector.columns, booster.columns]
    guard widths[0] == widths[1] || widths.contains(0) else {
      throw TensorReader.broken("its detector and its booster take different columns")
    }
    let scores = try reader.finite("training_scores")
    return try Model(
      detector: detector, booster: booster,
      fusion: ScoreFusion(from: reader, under: "fusion."), trainingScores: scores,
      detectorTrainingScores: reader.finite("detector_training_scores", count: scores.count),
      calibration: calibration(from: reader),
      report: FitReport(from: reader, under: "report.", rows: scores.count), schema: reader.schema,
      details: Details(from: reader, columns: max(widths[0], widths[1])))
  }

  private static func calibration(from reader: TensorReader) throws -> Calibration? {
    guard let source = Calibration.Source(rawValue: try reader.text("calibration")) else {
      throw TensorReader.broken("its calibration is of an unknown kind")
    }
    guard source.isHeldOut else { return nil }
    return try Calibration(source, scores: reader.finite("calibration_scores"))
  }
}
