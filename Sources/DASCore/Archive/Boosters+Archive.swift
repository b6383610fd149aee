extension FittedForest: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "name", name)
    try forest.archive(to: &writer, under: prefix)
    try neighborDistance?.archive(to: &writer, under: prefix + "neighbors.")
    if minSamplesLeaf > 1 { writer.set(prefix + "min_samples_leaf", minSamplesLeaf) }
    if outOfBagAUC.isFinite { writer.set(prefix + "out_of_bag_auc", outOfBagAUC) }
    if let inSampleScores { writer.add(prefix + "in_sample", inSampleScores) }
    if let outOfBagScores { writer.add(prefix + "out_of_bag", outOfBagScores) }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let votes =
      reader.has(prefix + "out_of_bag")
      ? try reader.tensor(prefix + "out_of_bag", of: Double.self) : nil
    let forest = try CodedForest(from: reader, under: prefix)
    self.init(
      name: try reader.text(prefix + "name"), forest: forest,
      neighborDistance: try NeighborDistance.ifPresent(
        in: reader, under: prefix + "neighbors.", columns: forest.columns - 1),
      minSamplesLeaf: try reader.integerIfPresent(
        prefix + "min_samples_leaf", in: 1...Int(Int32.max)) ?? 1,
      inSampleScores: reader.has(prefix + "in_sample")
        ? try reader.finite(prefix + "in_sample") : nil,
      outOfBagScores: votes,
      outOfBagAUC: try reader.realIfPresent(prefix + "out_of_bag_auc", in: 0...1))
  }
}
