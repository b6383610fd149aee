extension FittedEncodedBooster: Archivable {
  /// The classifier as it is without an encoding, and the encoding beside it.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    guard let booster = booster as? any Archivable else {
      throw DASError(.internal, "'\(name)' has no form in a file")
    }
    try booster.archive(to: &writer, under: prefix)
    try encoding.archive(to: &writer, under: prefix + "encoding.")
  }

  init(from reader: TensorReader, under prefix: String) throws {
    guard let schema = reader.schema else {
      throw TensorReader.broken("its booster has an encoding, but its columns are numeric")
    }
    booster = try Archive.numericBooster(
      reader.text("booster"), from: reader, under: prefix)
    encoding = try Encoding(schema, from: reader, under: prefix + "encoding.")
    guard encoding.width == booster.columns else {
      throw TensorReader.broken("its encoding does not fit its booster")
    }
  }
}
