extension FittedIsolationForest: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    try forest.archive(to: &writer, under: prefix)
    writer.set(prefix + "sample_size", sampleSize)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    self.init(
      forest: try ThresholdForest(from: reader, under: prefix),
      sampleSize: try reader.integer(prefix + "sample_size", in: 1...Int(Int32.max)))
  }
}
