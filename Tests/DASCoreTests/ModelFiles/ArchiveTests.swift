import Testing

@testable import DASCore

@Suite struct ArchiveTests {
  private let X: Matrix
  private let execution = Execution()

  init() throws { X = try TestTables.clusters(rows: 120, columns: 5) }

  private func model(_ detector: String, rank: Bool = false) throws -> Model {
    var configuration = try PipelineConfiguration(.unfitted(TestDetectors.named(detector)))
    configuration.booster = .unfitted(
      try ExtraTrees(["n_estimators": .integer(25), "bootstrap": .integer(1)]))
    if rank { configuration.fusion = try FusionSettings(["normalization": .text("rank")]) }
    return try Pipeline.fit(configuration, to: X.view, seed: 0, on: execution)
  }

  private func decoded(_ bytes: Buffer<UInt8>) throws -> Model {
    try bytes.read(Archive.decodeModel)
  }

  /// What is read scores with the same bits, and writes the same bytes again.
  @Test(arguments: Detectors.all.map { $0.name }, [false, true])
  func roundTripsKeepEveryBit(_ detector: String, rank: Bool) throws {
    let model = try model(detector, rank: rank)
    let bytes = try Archive.encode(model)
    let read = try decoded(bytes)
    #expect(try read.scores(of: X) == model.scores(of: X))
    #expect(read.trainingScores.array == model.trainingScores.array)
    #expect(try Archive.encode(read).array == bytes.array)
    let calibrated = try model.calibrated(on: X.view, on: execution)
    let again = try decoded(Archive.encode(calibrated))
    #expect(again.calibration.source == .heldOut)
    #expect(again.calibration.threshold(level: 0.2) == calibrated.calibration.threshold(level: 0.2))
  }

  @Test(arguments: Detectors.all.map { $0.name })
  func detectorsRoundTrip(_ name: String) throws {
    let detector = try TestDetectors.named(name).fit(X.view, seed: 1, on: execution)
    let bytes = try Archive.encode(detector)
    let (read, _) = try bytes.read(Archive.decodeDetector)
    #expect(try read.scores(of: X) == detector.scores(of: X))
    #expect(try read.trainingScores(of: X) == detector.trainingScores(of: X))
  }

  @Test func boostersRoundTripWithTheirVotes() throws {
    let booster = try #require(
      RandomForest(["n_estimators": .integer(25)]).fit(
        normals: X.view, anomalies: TestTables.clusters(rows: 30, columns: 5, seed: 9).view,
        seed: 1,
        on: execution) as? FittedForest)
    let bytes = try Archive.encode(booster)
    let read = try #require(bytes.read(Archive.decodeBooster).0 as? FittedForest)
    #expect(try read.scores(of: X) == booster.scores(of: X))
    let (votes, readVotes) = (booster.outOfBagScores?.array, read.outOfBagScores?.array)
    #expect(votes?.map(\.bitPattern) == readVotes?.map(\.bitPattern))
    #expect(booster.inSampleScores != nil)
    #expect(booster.inSampleScores?.array == read.inSampleScores?.array)
  }

  /// Content that lies under a true checksum is refused, or gives a model that scores without harm.
  @Test(.slow, arguments: Detectors.all.map { $0.name })
  func lyingContentDoesNoHarm(_ detector: String) throws {
    let bytes = try Archive.encode(model(detector)).array
    var random = RandomStream(seed: 5, purpose: .test)
    for _ in 0..<40 {
      var lying = bytes
      for _ in 0...random.below(3) {
        lying[8 + random.below(lying.count - 8)] = UInt8(random.below(256))
      }
      let file = try Self.resealed(lying)
      guard let model = try? decoded(file), model.columns == X.columns else { continue }
      _ = try? model.scores(X.view, on: execution)
    }
  }

  @Test func newerFilesAreNamed() throws {
    let newer = try Self.file(
      #""content":"model","format":"libdas","format_version":"3","library_version":"9.1.0""#)
    let words = "the file has format version 3, written by libdas 9.1.0; this library reads up to 2"
    #expect(throws: DASError(.newerVersion, words)) { try decoded(newer) }
  }

  @Test(arguments: [
    (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, "its header holds no checksum"),
    (
      #"{"__metadata__":{"checksum":"00000000","format":"pt"}}"#,
      "it is some other program's safetensors file"
    ),
  ]) func foreignFilesAreNamed(header: String, words: String) throws {
    let foreign = try TensorFileTests.sealed(header, data: 0)
    #expect(throws: DASError(.badFormat, "this is not a sound libdas file: " + words)) {
      try decoded(foreign)
    }
  }

  /// Messages quote a file's text visibly, and cut it.
  @Test func quotedTextIsHarmless() throws {
    let text = #"\u001b[2K\u202e\u3164"# + String(repeating: "x", count: 100_000)
    let libdas = #""format":"libdas""#
    for file in try [
      Self.file(libdas + #","format_version":"3","library_version":"\#(text)""#),
      Self.file(libdas + #","format_version":"1","content":"\#(text)""#),
      Self.file(libdas + #","format_version":"1","content":"model","detector":"\#(text)""#),
      Self.file(libdas, #","\#(text)":{}"#), Self.file(#""\#(text)":3"#),
    ] {
      let error = #expect(throws: DASError.self) { try decoded(file) }
      let message = try #require(error?.message)
      #expect(message.utf8.count < 1000, "\(message)")
      #expect(message.unicodeScalars.allSatisfy { 0x20...0x7e ~= $0.value }, "\(message)")
    }
  }

  /// A file of a header alone, with a true checksum.
  private static func file(_ metadata: String, _ more: String = "") throws -> Buffer<UInt8> {
    let header = #"{"__metadata__":{"checksum":"00000000","# + metadata + "}" + more + "}"
    return try TensorFileTests.sealed(header, data: 0)
  }

  /// The bytes with a checksum that is true for them.
  private static func resealed(_ bytes: [UInt8]) throws -> Buffer<UInt8> {
    var bytes = bytes
    let length = Int(bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) })
    guard length < bytes.count - 8 else { return try Buffer(bytes) }
    let position = bytes[8..<8 + length].withUnsafeBytes { TensorReader.checksumOffset(in: $0) }
    guard let position else { return try Buffer(bytes) }
    for index in 0..<8 { bytes[8 + position + index] = UInt8(ascii: "0") }
    var checksum = Checksum()
    bytes.withUnsafeBytes { checksum.add($0) }
    for (index, digit) in Checksum.text(checksum.value).utf8.enumerated() {
      bytes[8 + position + index] = digit
    }
    return try Buffer(bytes)
  }
}
