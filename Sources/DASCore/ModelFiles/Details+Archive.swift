extension Details {
  private static let prefix = "about."

  /// Names stand in a tensor, as a header has little room.
  func archive(to writer: inout TensorWriter) {
    if let contamination { writer.set(Self.prefix + "contamination", contamination) }
    if let threshold { writer.set(Self.prefix + "threshold", threshold) }
    if let featureNames { writer.add(Self.prefix + "feature_names", featureNames.bytes) }
    if let trainingScores { writer.add(Self.prefix + "training_scores", trainingScores) }
    if let note {
      let text = UnsafeBufferPointer(rebasing: note.elements.dropLast())
      writer.set(Self.prefix + "note", String(decoding: text, as: UTF8.self))
    }
    for (key, value) in provenance { writer.set("provenance." + key, value) }
  }

  /// - Parameter columns: of the rows that the object takes, a name each.
  init(from reader: TensorReader, columns: Int) throws {
    self.init(provenance: reader.metadata(under: "provenance."))
    let (names, scores) = (Self.prefix + "feature_names", Self.prefix + "training_scores")
    do {
      if reader.has(names) {
        featureNames = try FeatureNames(reader.tensor(names), count: columns)
      }
      if let value = try reader.number(Self.prefix + "contamination") {
        try setContamination(value)
      }
      try setThreshold(reader.number(Self.prefix + "threshold"))
      if reader.has(scores) { try setTrainingScores(reader.finite(scores)) }
      if let text = reader.textIfPresent(Self.prefix + "note") { try setNote(text) }
    } catch let error as DASError where error.code == .outOfRange {
      throw TensorReader.broken(error.message)
    }
  }
}

extension TensorReader {
  /// A number that a file may lack, infinity included.
  fileprivate func number(_ key: String) throws -> Double? {
    guard let text = textIfPresent(key) else { return nil }
    guard let value = Double(text) else { throw Self.broken("'\(key)' is not a number") }
    return value
  }
}
