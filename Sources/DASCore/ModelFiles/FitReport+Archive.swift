extension FitReport {
  func archive(to writer: inout TensorWriter, under prefix: String) {
    guard anomalies > 0 else { return }
    writer.set(prefix + "hard_anomalies", anomalies)
    if hardness.isFinite { writer.set(prefix + "hardness", hardness) }
    if distance.isFinite { writer.set(prefix + "distance", distance) }
    if let suspects { writer.add(prefix + "suspects", suspects) }
  }

  /// - Parameter rows: of the training table.
  init(from reader: TensorReader, under prefix: String, rows: Int) throws {
    let count = try reader.realIfPresent(prefix + "hard_anomalies", in: 0...1e15)
    self.init(
      anomalies: count.isFinite ? Int(count) : 0,
      hardness: try reader.realIfPresent(prefix + "hardness", in: 0...1),
      distance: try reader.realIfPresent(
        prefix + "distance", in: 0...Double.greatestFiniteMagnitude),
      suspects: try reader.ascendingIfPresent(prefix + "suspects", below: rows))
  }
}

extension TensorReader {
  /// Indices of rows, ascending; nil where the file lacks them.
  fileprivate func ascendingIfPresent(_ name: String, below rows: Int) throws -> Buffer<Int32>? {
    guard has(name) else { return nil }
    let indices = try tensor(name, of: Int32.self)
    var last: Int32 = -1
    for index in indices.elements {
      guard index > last, Int(index) < rows else {
        throw Self.broken("tensor '\(name)' holds what are no ascending rows of \(rows)")
      }
      last = index
    }
    return indices
  }
}
