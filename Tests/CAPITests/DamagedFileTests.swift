import DASHeader
import Testing

/// Files that are no models, or no longer: each is refused, none does harm.
@Suite struct DamagedFileTests {
  private static let unsound = "this is not a sound libdas file: "

  private func read(_ session: Session, _ image: [UInt8]) -> Outcome {
    var model: das_model_ref?
    defer { das_model_free(model) }
    let outcome = session.outcome { das_model_read($0, image, Int64(image.count), &model) }
    #expect((model != nil) == (outcome == .ok))
    return outcome
  }

  @Test(
    "a file cut anywhere is refused",
    arguments: Stages.detectors)
  func truncated(stage: String) throws {
    let session = try Session()
    let image = try session.image(of: session.model(stage, on: .normal()))
    #expect(
      read(session, [])
        == .failed(DAS_ERROR_BAD_FORMAT, Self.unsound + "it has 0 bytes, not even a header"))
    for part in 1..<60 {
      let outcome = read(session, Array(image[..<(image.count * part / 60)]))
      #expect(outcome.status == Int(DAS_ERROR_BAD_FORMAT), "\(outcome)")
    }
    #expect(read(session, image + [0]).status == Int(DAS_ERROR_BAD_FORMAT))
  }

  @Test(
    "any flipped bit is found", arguments: Stages.detectors)
  func flipped(stage: String) throws {
    let session = try Session()
    let image = try session.image(of: session.model(stage, on: .normal()))
    for step in 0..<200 {
      var damaged = image
      damaged[(image.count - 1) * step / 199] ^= 1 << UInt8(step % 8)
      let outcome = read(session, damaged)
      #expect(outcome.status == Int(DAS_ERROR_BAD_FORMAT), "byte \(step): \(outcome)")
    }
  }

  @Test("foreign files are refused with a reason")
  func foreign() throws {
    let session = try Session()
    let zeros = [UInt8](repeating: 0, count: 64)
    let ones = [UInt8](repeating: 255, count: 64)
    let foreign = Self.file(#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#)
    for image in [zeros, ones, foreign, Array("PK\u{3}\u{4} not a model at all".utf8)] {
      let outcome = read(session, image)
      #expect(outcome.status == Int(DAS_ERROR_BAD_FORMAT))
      #expect(outcome.message.hasPrefix(Self.unsound), "\(outcome)")
    }
    #expect(
      read(session, foreign)
        == .failed(DAS_ERROR_BAD_FORMAT, Self.unsound + "its header holds no checksum"))
    #expect(
      read(session, Self.file(#"{"__metadata__":{"checksum":"00000000","format":"pt"}}"#))
        == .failed(
          DAS_ERROR_BAD_FORMAT, Self.unsound + "it is some other program's safetensors file"))
  }

  @Test("a file of a newer format names both versions")
  func newer() throws {
    let outcome = read(
      try Session(),
      Self.file(
        #"{"__metadata__":{"checksum":"00000000","format":"libdas","format_version":"2","#
          + #""library_version":"9.1.0"}}"#))
    #expect(
      outcome
        == .failed(
          DAS_ERROR_NEWER_VERSION,
          "the file has format version 2, written by libdas 9.1.0; this library reads up to 1"))
  }

  @Test("messages quote a file's text visible and cut")
  func quoted() throws {
    let session = try Session()
    let escaped = #"\u001b[2K\u202e\u3164"# + String(repeating: "x", count: 100_000)
    func image(_ metadata: String, _ more: String = "") -> [UInt8] {
      Self.file(#"{"__metadata__":{"checksum":"00000000","# + metadata + "}" + more + "}")
    }
    let images = [
      image(#""format":"libdas","format_version":"2","library_version":"\#(escaped)""#),
      image(#""format":"libdas","format_version":"1","content":"\#(escaped)""#),
      image(#""format":"libdas","format_version":"1","content":"model","detector":"\#(escaped)""#),
      image(#""format":"libdas""#, #","\#(escaped)":{}"#),
      image(#""\#(escaped)":3"#),
    ]
    for image in images {
      let outcome = read(session, image)
      #expect(outcome != .ok)
      #expect(outcome.message.utf8.count < 1000, "\(outcome)")
      #expect(outcome.message.unicodeScalars.allSatisfy { 0x20...0x7e ~= $0.value }, "\(outcome)")
    }
  }

  @Test("a part in the index of a model, and the other way round, is named")
  func otherContent() throws {
    let session = try Session()
    let X = Table.normal()
    let detector = try session.image(of: session.detector("ecod", on: X), by: das_detector_write)
    let model = try session.image(of: session.model(on: X))
    var booster: das_booster_ref?
    #expect(
      read(session, detector)
        == .failed(DAS_ERROR_BAD_FORMAT, "the file holds a detector, not a model"))
    #expect(
      session.outcome { das_booster_read($0, model, Int64(model.count), &booster) }
        == .failed(DAS_ERROR_BAD_FORMAT, "the file holds a model, not a booster"))
  }

  @Test("sizes that cannot be are refused before anything is read", arguments: [-1, Int64.max])
  func sizes(size: Int64) throws {
    let session = try Session()
    var model: das_model_ref?
    #expect(
      session.outcome { das_model_read($0, [0], size, &model) }
        == .failed(
          DAS_ERROR_OUT_OF_RANGE, "size of bytes is \(size); it takes an integer of at least 0"))
  }

  /// A file of a header alone, with its checksum made right.
  private static func file(_ header: String) -> [UInt8] {
    let padded = header + String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    var file = (0..<8).map { UInt8(truncatingIfNeeded: padded.utf8.count >> (8 * $0)) }
    file += Array(padded.utf8)
    let key = Array(#""checksum":""#.utf8)
    guard let index = file.indices.first(where: { file[$0...].starts(with: key) }) else {
      return file
    }
    let digits = String(crc32(file), radix: 16)
    let text = String(repeating: "0", count: 8 - digits.count) + digits
    file.replaceSubrange(index + key.count..<index + key.count + 8, with: Array(text.utf8))
    return file
  }

  /// CRC-32 as zlib has it, bit by bit.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { state, byte in
      (0..<8).reduce(state ^ UInt32(byte)) { value, _ in
        value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
      }
    }
  }
}
