extension Archive {
  package static func encode(
    _ detector: any FittedDetector, _ details: Details = Details()
  ) throws -> Buffer<UInt8> {
    var writer = start(.detector)
    try add(detector, to: &writer, in: .detector)
    details.archive(to: &writer)
    return try writer.encoded()
  }

  package static func decodeDetector(_ bytes: UnsafeRawBufferPointer) throws -> any FittedDetector {
    try decodeDetectorAndDetails(bytes).0
  }

  package static func decodeDetectorAndDetails(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (any FittedDetector, Details) {
    let reader = try open(bytes, as: .detector)
    let detector = try detector(from: reader)
    return (detector, try Details(from: reader, columns: detector.columns))
  }

  package static func encode(
    _ booster: any FittedBooster, _ details: Details = Details()
  ) throws -> Buffer<UInt8> {
    var writer = start(.booster)
    try add(booster, to: &writer, in: .booster)
    details.archive(to: &writer)
    return try writer.encoded()
  }

  package static func decodeBooster(_ bytes: UnsafeRawBufferPointer) throws -> any FittedBooster {
    try decodeBoosterAndDetails(bytes).0
  }

  package static func decodeBoosterAndDetails(
    _ bytes: UnsafeRawBufferPointer
  ) throws -> (any FittedBooster, Details) {
    let reader = try open(bytes, as: .booster)
    let booster = try booster(from: reader)
    return (booster, try Details(from: reader, columns: booster.columns))
  }
}
