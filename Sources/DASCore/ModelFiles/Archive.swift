/// Model files: safetensors with one detector, one booster or a whole model inside.
///
/// docs/reference/model-file.md describes them. Files of every released version stay readable.
package enum Archive {
  /// Increased when older libraries could not read a file.
  static let formatVersion = 2
  /// The version of files whose columns are numeric, without missing cells.
  static let numericVersion = 1
  private static let format = "libdas"

  package enum Content: String {
    case model, detector, booster
    /// A model whose detector or booster is the host's own code, without that.
    case rest = "model without the host's parts"
  }

  // MARK: - Inside

  static func start(_ content: Content, _ schema: Schema?) throws -> TensorWriter {
    var writer = TensorWriter()
    writer.set("format", format)
    writer.set("format_version", schema == nil ? numericVersion : formatVersion)
    try schema?.archive(to: &writer)
    writer.set("library_version", Version.text)
    writer.set("content", content.rawValue)
    return writer
  }

  /// The content of a file by its header.
  package static func content(of bytes: UnsafeRawBufferPointer) throws -> Content {
    let found = try opened(bytes).text("content")
    guard let content = Content(rawValue: found) else {
      throw DASError(.badFormat, "the file holds \(found.quoted), which is no part of a model")
    }
    return content
  }

  static func open(
    _ bytes: UnsafeRawBufferPointer, as content: Content
  ) throws -> TensorReader {
    var reader = try opened(bytes)
    let found = try reader.text("content")
    guard found == content.rawValue else {
      let what = Content(rawValue: found).map { "a \($0.rawValue)" } ?? found.quoted
      throw DASError(.badFormat, "the file holds \(what), not a \(content.rawValue)")
    }
    if try reader.integer("format_version", in: 1...formatVersion) > numericVersion {
      reader.schema = try Schema(from: reader)
    }
    return reader
  }

  private static func opened(_ bytes: UnsafeRawBufferPointer) throws -> TensorReader {
    let reader = try TensorReader(bytes)
    guard try reader.text("format") == format else {
      throw TensorReader.broken("it is some other program's safetensors file")
    }
    let version = try reader.integer("format_version", in: 1...Int.max)
    guard version <= formatVersion else {
      let writer = ForeignText.escaped(try reader.text("library_version"), atMost: 40)
      throw DASError(
        .newerVersion,
        "the file has format version \(version), written by libdas \(writer); this library reads "
          + "up to \(formatVersion)")
    }
    return reader
  }

  /// - Parameter content: a partial model has only the names of the host's parts.
  static func add(
    _ part: some RowScorer, _ role: String, _ name: String, to writer: inout TensorWriter,
    in content: Content
  ) throws {
    writer.set(role, name)
    if let part = part as? any Archivable {
      try part.archive(to: &writer, under: role + ".")
    } else if content == .rest {
      writer.set("host." + role, part.columns)
    } else {
      throw DASError(
        .unsupported,
        "the \(role) \(name.quoted) is the host's own code, which a file cannot hold")
    }
  }

  static func detector(from reader: TensorReader) throws -> any FittedDetector {
    let prefix = "detector."
    let detector: any FittedDetector =
      Encoding.isIn(reader, under: prefix + "encoding.")
      ? try FittedEncodedDetector(from: reader, under: prefix)
      : try numericDetector(from: reader, under: prefix)
    try checkSchema(of: detector, "detector", reader)
    return detector
  }

  /// A detector of numbers, or of mixed tables without an encoding.
  static func numericDetector(
    from reader: TensorReader, under prefix: String
  ) throws -> any FittedDetector {
    let name = try reader.text("detector")
    if name == Consensus.name { return try FittedConsensus(from: reader, under: prefix) }
    return try detector(name, from: reader, under: prefix)
  }

  /// A part has the schema of its file, or both have none.
  private static func checkSchema(
    of part: any RowScorer, _ role: String, _ reader: TensorReader
  ) throws {
    guard (part.schema == nil) == (reader.schema == nil),
      part.columns == reader.schema?.count ?? part.columns
    else { throw TensorReader.broken("its \(role) is not of its columns") }
  }

  /// A detector other than a consensus, whose members cannot be consensuses themselves.
  static func detector(
    _ name: String, from reader: TensorReader, under prefix: String
  ) throws -> any FittedDetector {
    switch name {
    case IsolationForest.name: return try FittedIsolationForest(from: reader, under: prefix)
    case PCA.name: return try FittedPCA(from: reader, under: prefix)
    case ECOD.name: return try FittedECOD(from: reader, under: prefix)
    case OneClassSVM.name: return try FittedOneClassSVM(from: reader, under: prefix)
    case KNN.name: return try FittedKNN(from: reader, under: prefix)
    case LOF.name: return try FittedLOF(from: reader, under: prefix)
    case DRL.name: return try FittedDRL(from: reader, under: prefix)
    default: throw TensorReader.broken("it holds an unknown detector \(name.quoted)")
    }
  }

  static func booster(from reader: TensorReader) throws -> any FittedBooster {
    let name = try reader.text("booster")
    guard Boosters.all.contains(where: { $0.name == name }) else {
      throw TensorReader.broken("it holds an unknown booster \(name.quoted)")
    }
    let prefix = "booster."
    let booster: any FittedBooster =
      reader.holdsAverage(under: prefix)
      ? try AveragedBooster(from: reader, under: prefix)
      : try Self.booster(name, from: reader, under: prefix)
    guard booster.name == name else { throw TensorReader.broken("its booster has two names") }
    try checkSchema(of: booster, "booster", reader)
    return booster
  }

  /// A single classifier of a known name.
  static func booster(
    _ name: String, from reader: TensorReader, under prefix: String
  ) throws -> any FittedBooster {
    if Encoding.isIn(reader, under: prefix + "encoding.") {
      return try FittedEncodedBooster(from: reader, under: prefix)
    }
    return try numericBooster(name, from: reader, under: prefix)
  }

  /// A classifier of numbers.
  static func numericBooster(
    _ name: String, from reader: TensorReader, under prefix: String
  ) throws -> any FittedBooster {
    if name == MLP.name { return try FittedMLP(from: reader, under: prefix) }
    if name == Voting.name { return try FittedVoting(from: reader, under: prefix) }
    return try FittedForest(from: reader, under: prefix)
  }
}
