extension FittedForest: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "name", name)
    try forest.archive(to: &writer, under: prefix)
    try neighborDistances?.archive(to: &writer, under: prefix + "neighbors.")
    if minSamplesLeaf > 1 { writer.set(prefix + "min_samples_leaf", minSamplesLeaf) }
    if outOfBagAUC.isFinite { writer.set(prefix + "out_of_bag_auc", outOfBagAUC) }
    if let inSampleScores { writer.add(prefix + "in_sample", inSampleScores) }
    if let outOfBagScores { writer.add(prefix + "out_of_bag", outOfBagScores) }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let forest = try QuantizedForest(from: reader, under: prefix)
    self.init(
      name: try reader.text(prefix + "name"), forest: forest,
      neighborDistances: try NeighborDistances.ifPresent(
        in: reader, under: prefix + "neighbors.", features: forest.columns),
      minSamplesLeaf: try reader.integerIfPresent(
        prefix + "min_samples_leaf", in: 1...Int(Int32.max)) ?? 1,
      inSampleScores: try reader.votesIfPresent(prefix + "in_sample"),
      outOfBagScores: try reader.votesIfPresent(prefix + "out_of_bag"),
      outOfBagAUC: try reader.realIfPresent(prefix + "out_of_bag_auc", in: 0...1))
  }
}

extension TensorReader {
  /// Mean votes of training rows; NaN for a row without votes. nil where the file lacks them.
  func votesIfPresent(_ name: String) throws -> Buffer<Double>? {
    guard has(name) else { return nil }
    let votes = try tensor(name, of: Double.self)
    guard votes.elements.allSatisfy({ $0.isNaN || 0.0...1.0 ~= $0 }) else {
      throw Self.broken("tensor '\(name)' holds what is no share of votes")
    }
    return votes
  }
}
