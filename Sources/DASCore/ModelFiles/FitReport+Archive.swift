extension FitReport: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) {
    guard anomalies > 0 else { return }
    writer.set(prefix + "hard_anomalies", anomalies)
    if hardness.isFinite { writer.set(prefix + "hardness", hardness) }
    if distance.isFinite { writer.set(prefix + "distance", distance) }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let count = try reader.realIfPresent(prefix + "hard_anomalies", in: 0...1e15)
    self.init(
      anomalies: count.isFinite ? Int(count) : 0,
      hardness: try reader.realIfPresent(prefix + "hardness", in: 0...1),
      distance: try reader.realIfPresent(
        prefix + "distance", in: 0...Double.greatestFiniteMagnitude))
  }
}
