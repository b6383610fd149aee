/// Model files: safetensors with one detector, one booster or a whole model inside.
///
/// docs/format.md describes them. What was written by any released version can be read for ever.
public enum Archive {
  /// Raised when an older library could no longer make sense of a file.
  static let formatVersion = 1
  private static let format = "libdas"

  enum Content: String {
    case model, detector, booster
  }

  // MARK: - Whole models

  public static func encode(_ model: Model) throws -> Buffer<UInt8> {
    var writer = start(.model)
    try add(model.detector, to: &writer)
    try add(model.booster, to: &writer)
    model.fusion.archive(to: &writer, under: "fusion.")
    writer.add("training_scores", model.trainingScores)
    writer.set("calibration", model.calibration.source.rawValue)
    if model.calibration.source.isHeldOut {
      writer.add("calibration_scores", model.calibration.sorted)
    }
    model.report.archive(to: &writer, under: "report.")
    for (key, value) in model.provenance { writer.set("provenance." + key, value) }
    return try writer.encoded()
  }

  public static func decodeModel(_ bytes: UnsafeRawBufferPointer) throws -> Model {
    let reader = try open(bytes, as: .model)
    let (detector, booster) = (try detector(from: reader), try booster(from: reader))
    guard detector.columns == booster.columns else {
      throw TensorReader.broken("its detector and its booster take different columns")
    }
    var calibration: Calibration?
    guard let source = Calibration.Source(rawValue: try reader.text("calibration")) else {
      throw TensorReader.broken("its calibration is of an unknown kind")
    }
    if source.isHeldOut {
      calibration = try Calibration(source, scores: reader.finite("calibration_scores"))
    }
    return try Model(
      detector: detector, booster: booster,
      fusion: ScoreFusion(from: reader, under: "fusion."),
      trainingScores: reader.finite("training_scores"), calibration: calibration,
      report: FitReport(from: reader, under: "report."),
      provenance: reader.metadata(under: "provenance."))
  }

  public static func save(_ model: Model, to path: Path) throws {
    try FileIO.write(encode(model), to: path)
  }

  public static func save(_ model: Model, to path: String) throws {
    try save(model, to: Path(path))
  }

  public static func loadModel(from path: String) throws -> Model {
    try loadModel(from: Path(path))
  }

  public static func loadModel(from path: Path) throws -> Model {
    let bytes = try FileIO.read(path)
    return try withExtendedLifetime(bytes) {
      try decodeModel(UnsafeRawBufferPointer(bytes.elements))
    }
  }

  // MARK: - Parts

  public static func encode(_ detector: any FittedDetector) throws -> Buffer<UInt8> {
    var writer = start(.detector)
    try add(detector, to: &writer)
    return try writer.encoded()
  }

  public static func decodeDetector(_ bytes: UnsafeRawBufferPointer) throws -> any FittedDetector {
    try detector(from: open(bytes, as: .detector))
  }

  public static func encode(_ booster: any FittedBooster) throws -> Buffer<UInt8> {
    var writer = start(.booster)
    try add(booster, to: &writer)
    return try writer.encoded()
  }

  public static func decodeBooster(_ bytes: UnsafeRawBufferPointer) throws -> any FittedBooster {
    try booster(from: open(bytes, as: .booster))
  }

  // MARK: - Inside

  private static func start(_ content: Content) -> TensorWriter {
    var writer = TensorWriter()
    writer.set("format", format)
    writer.set("format_version", formatVersion)
    writer.set("library_version", Version.text)
    writer.set("content", content.rawValue)
    return writer
  }

  private static func open(
    _ bytes: UnsafeRawBufferPointer, as content: Content
  ) throws -> TensorReader {
    let reader = try TensorReader(bytes)
    guard try reader.text("format") == format else {
      throw TensorReader.broken("it is some other program's safetensors file")
    }
    let version = try reader.integer("format_version", in: 1...Int.max)
    guard version <= formatVersion else {
      throw DASError(
        .newerVersion,
        "the file has format version \(version), written by libdas "
          + "\(try reader.text("library_version")); this library reads up to \(formatVersion)")
    }
    let found = try reader.text("content")
    guard found == content.rawValue else {
      throw DASError(.badFormat, "the file holds a \(found), not a \(content.rawValue)")
    }
    return reader
  }

  private static func add(_ detector: any FittedDetector, to writer: inout TensorWriter) throws {
    guard let part = detector as? any Archivable else {
      throw holdsCallbacks("detector", detector.name)
    }
    writer.set("detector", detector.name)
    try part.archive(to: &writer, under: "detector.")
  }

  private static func add(_ booster: any FittedBooster, to writer: inout TensorWriter) throws {
    guard let part = booster as? any Archivable else {
      throw holdsCallbacks("booster", booster.name)
    }
    writer.set("booster", booster.name)
    try part.archive(to: &writer, under: "booster.")
  }

  private static func holdsCallbacks(_ what: String, _ name: String) -> DASError {
    DASError(
      .unsupported, "the \(what) '\(name)' is the host's own code, which a file cannot hold")
  }

  private static func detector(from reader: TensorReader) throws -> any FittedDetector {
    let prefix = "detector."
    switch try reader.text("detector") {
    case IsolationForest.name: return try FittedIsolationForest(from: reader, under: prefix)
    case PCA.name: return try FittedPCA(from: reader, under: prefix)
    case ECOD.name: return try FittedECOD(from: reader, under: prefix)
    case OneClassSVM.name: return try FittedOneClassSVM(from: reader, under: prefix)
    case KNN.name: return try FittedKNN(from: reader, under: prefix)
    case LOF.name: return try FittedLOF(from: reader, under: prefix)
    case DRL.name: return try FittedDRL(from: reader, under: prefix)
    case let name: throw TensorReader.broken("it holds an unknown detector '\(name)'")
    }
  }

  private static func booster(from reader: TensorReader) throws -> any FittedBooster {
    let name = try reader.text("booster")
    guard Boosters.all.contains(where: { $0.name == name }) else {
      throw TensorReader.broken("it holds an unknown booster '\(name)'")
    }
    let booster = try FittedForest(from: reader, under: "booster.")
    guard booster.name == name else { throw TensorReader.broken("its booster has two names") }
    return booster
  }
}
