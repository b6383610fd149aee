extension Archive {
  package static func save(_ model: Model, to path: Path) throws {
    try FileIO.write(encode(model), to: path)
  }

  package static func save(_ model: Model, to path: String) throws {
    try save(model, to: Path(path))
  }

  package static func loadModel(from path: String) throws -> Model {
    try loadModel(from: Path(path))
  }

  package static func loadModel(from path: Path) throws -> Model {
    let bytes = try FileIO.read(path)
    return try withExtendedLifetime(bytes) {
      try decodeModel(UnsafeRawBufferPointer(bytes.elements))
    }
  }

  package static func save(
    _ detector: any FittedDetector, _ details: Details = Details(), to path: Path
  ) throws {
    try FileIO.write(encode(detector, details), to: path)
  }

  package static func save(
    _ booster: any FittedBooster, _ details: Details = Details(), to path: Path
  ) throws {
    try FileIO.write(encode(booster, details), to: path)
  }
}
