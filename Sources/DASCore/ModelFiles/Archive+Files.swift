extension Archive {
  /// The maximum size of a file that is read; its contents are checked on their own.
  private static let maxFileSize = 1 << 40

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
    let bytes = try FileIO.read(path, maxSize: maxFileSize)
    return try withExtendedLifetime(bytes) {
      try decodeModel(UnsafeRawBufferPointer(bytes.elements))
    }
  }
}
