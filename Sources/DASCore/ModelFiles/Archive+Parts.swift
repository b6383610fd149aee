extension Archive {
  package static func encode(
    _ detector: any FittedDetector, _ details: Details = Details()
  ) throws -> Buffer<UInt8> {
    try encode(detector, detector.name, as: .detector, details)
  }

  package static func encode(
    _ booster: any FittedBooster, _ details: Details = Details()
  ) throws -> Buffer<UInt8> {
    try encode(booster, booster.name, as: .booster, details)
  }

  private static func encode(
    _ part: some RowScorer, _ name: String, as content: Content, _ details: Details
  ) throws -> Buffer<UInt8> {
    var writer = try start(content, part.schema)
    try add(part, content.rawValue, name, to: &writer, in: content)
    details.archive(to: &writer)
    return try writer.encoded()
  }

  package static func decodeDetector(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (any FittedDetector, Details) {
    let reader = try open(bytes, as: .detector)
    let detector = try detector(from: reader)
    return (detector, try Details(from: reader, columns: detector.columns))
  }

  package static func decodeBooster(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (any FittedBooster, Details) {
    let reader = try open(bytes, as: .booster)
    let booster = try booster(from: reader)
    return (booster, try Details(from: reader, columns: booster.columns))
  }
}
