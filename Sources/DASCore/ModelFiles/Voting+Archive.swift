extension FittedVoting: Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    writer.set(prefix + "mlp_weight", weight)
    try forest.archive(to: &writer, under: prefix + "forest.")
    try mlp.archive(to: &writer, under: prefix + "mlp.")
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let weight = try reader.real(prefix + "mlp_weight")
    let forest = try FittedForest(from: reader, under: prefix + "forest.")
    let mlp = try FittedMLP(from: reader, under: prefix + "mlp.")
    guard (0...1).contains(weight), forest.columns == mlp.columns else {
      throw TensorReader.broken("its forest and its networks do not fit each other")
    }
    if let trees = forest.outOfBagScores, let networks = mlp.outOfBagScores {
      guard trees.count == networks.count else {
        throw TensorReader.broken("its scores out of bag are of different rows")
      }
    }
    try self.init(forest: forest, mlp: mlp, weight: weight)
  }
}
