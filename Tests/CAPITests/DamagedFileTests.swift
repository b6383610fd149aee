import DASHeader
import Testing

/// Files that are no models, or no longer: each is refused, none does harm.
@Suite struct DamagedFileTests {
  private let session: Session

  init() throws { session = try Session() }

  private func read(_ image: [UInt8]) -> Outcome {
    var model: das_model_ref?
    defer { das_model_free(model) }
    let outcome = session.outcome { das_model_read($0, image, Int64(image.count), &model) }
    #expect((model != nil) == (outcome == .ok))
    return outcome
  }

  @Test("a file that is cut or too long is refused, and any flipped bit is found")
  func damaged() throws {
    let image = try session.image(of: session.model(on: .normal()))
    let parts = (0..<60).map { Array(image[..<(image.count * $0 / 60)]) }
    let flips = (0..<200).map { step in
      var flipped = image
      flipped[(image.count - 1) * step / 199] ^= 1 << UInt8(step % 8)
      return flipped
    }
    for damaged in parts + flips + [image + [0]] {
      let outcome = read(damaged)
      #expect(outcome.status == Int(DAS_ERROR_BAD_FORMAT), "\(outcome)")
    }
  }

  @Test("foreign bytes are refused with a reason")
  func foreign() {
    let unsound = "this is not a sound libdas file: "
    #expect(read([]) == .badFormat(unsound + "it has 0 bytes, not even a header"))
    let (zeros, ones) = ([UInt8](repeating: 0, count: 64), [UInt8](repeating: 255, count: 64))
    for image in [zeros, ones, Array("PK\u{3}\u{4} not a model at all".utf8)] {
      let outcome = read(image)
      #expect(outcome.status == Int(DAS_ERROR_BAD_FORMAT))
      #expect(outcome.message.hasPrefix(unsound), "\(outcome)")
    }
  }

  @Test("a part in the place of a model, and the other way round, is named")
  func otherContent() throws {
    let X = Table.normal()
    let detector = try session.image(of: session.detector("ecod", on: X), by: das_detector_write)
    let model = try session.image(of: session.model(on: X))
    var booster: das_booster_ref?
    #expect(read(detector) == .badFormat("the file holds a detector, not a model"))
    #expect(
      session.outcome { das_booster_read($0, model, Int64(model.count), &booster) }
        == .badFormat("the file holds a model, not a booster"))
  }

  @Test("sizes that cannot be are refused before anything is read", arguments: [-1, Int64.max])
  func sizes(size: Int64) {
    var model: das_model_ref?
    #expect(
      session.outcome { das_model_read($0, [0], size, &model) }
        == .outOfRange("size of bytes is \(size); it takes an integer of at least 0"))
  }
}
