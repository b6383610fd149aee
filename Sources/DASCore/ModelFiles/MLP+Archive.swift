extension FittedMLP: Archivable {
  /// Tensors hold the matrices of all networks back to back, without padding.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    let shape = members[0].network.shape
    writer.set(prefix + "networks", members.count)
    writer.set(prefix + "columns", shape.inputs)
    writer.set(prefix + "hidden", shape.hidden1)
    let inputs = PerceptronInputs(of: members.map(\.input))
    writer.set(prefix + "scale", inputs.rawValue)
    for tensor in MLPTensor.all(shape) {
      let packed = try tensor.pack(members.map(\.network))
      writer.add(prefix + tensor.name, packed, shape: [members.count, tensor.rows, tensor.columns])
    }
    if outOfBagAUC.isFinite { writer.set(prefix + "out_of_bag_auc", outOfBagAUC) }
    if let outOfBagScores { writer.add(prefix + "out_of_bag", outOfBagScores) }
    for member in members.prefix(inputs.kinds) {
      member.input.archive(to: &writer, under: prefix)
    }
  }

  init(from reader: TensorReader, under prefix: String) throws {
    let count = try reader.integer(prefix + "networks", in: 1...MLP.maxNetworks)
    let columns = try reader.integer(prefix + "columns", in: 1...Int(Int32.max) - 1)
    let hidden = try reader.integer(prefix + "hidden", in: MLP.minWidth...MLP.maxWidth)
    guard let inputs = PerceptronInputs(rawValue: try reader.text(prefix + "scale")) else {
      throw TensorReader.broken("'\(prefix)scale' is unknown")
    }
    let shape = Perceptron.Shape(inputs: columns, hidden1: hidden, hidden2: hidden / 2)
    // Read before anything of their size is allocated, so that memory is bounded by the file's.
    let tensors = try MLPTensor.all(shape).map {
      ($0, try $0.read(count, from: reader, under: prefix))
    }
    let kinds = try (0..<min(count, inputs.kinds)).map {
      try inputs.areNormalScores(ofNetwork: $0)
        ? PerceptronInput.normalScores(NormalScores(from: reader, under: prefix, columns))
        : PerceptronInput.standard(ColumnScaling(from: reader, under: prefix, columns))
    }
    self.init(
      members: try (0..<count).map { index in
        let network = try Perceptron(shape)
        for (tensor, values) in tensors { tensor.unpack(values, network: index, into: network) }
        return try PerceptronMember(kinds[index % kinds.count], network)
      },
      outOfBagScores: try reader.votesIfPresent(prefix + "out_of_bag"),
      outOfBagAUC: try reader.realIfPresent(prefix + "out_of_bag_auc", in: 0...1))
  }
}

extension PerceptronInputs {
  /// Those of these networks.
  fileprivate init(of inputs: [PerceptronInput]) {
    let areScores = inputs.prefix(2).map {
      if case .normalScores = $0 { true } else { false }
    }
    self = areScores.contains(true) ? areScores.contains(false) ? .mixed : .normalScores : .standard
  }
}

extension PerceptronInput {
  fileprivate func archive(to writer: inout TensorWriter, under prefix: String) {
    switch self {
    case .standard(let scaling):
      writer.add(prefix + "shift", scaling.shift)
      writer.add(prefix + "factor", scaling.factor)
    case .normalScores(let scores):
      writer.add(prefix + "quantile_starts", scores.starts)
      writer.add(prefix + "quantiles", scores.quantiles)
      writer.add(prefix + "normal_scores", scores.scores)
      writer.add(prefix + "slopes", scores.slopes)
    }
  }
}

extension ColumnScaling {
  fileprivate init(from reader: TensorReader, under prefix: String, _ columns: Int) throws {
    self.init(
      shift: try reader.bounded(prefix + "shift", count: columns),
      factor: try reader.finite(prefix + "factor", count: columns))
  }
}

extension NormalScores {
  fileprivate init(from reader: TensorReader, under prefix: String, _ columns: Int) throws {
    let starts = try reader.tensor(prefix + "quantile_starts", of: Int.self, count: columns + 1)
    let quantiles = try reader.bounded(prefix + "quantiles")
    let scores = try reader.finite(prefix + "normal_scores", count: quantiles.count)
    let slopes = try reader.positive(prefix + "slopes", count: columns)
    guard starts[0] == 0, starts[columns] == quantiles.count else {
      throw TensorReader.broken("its quantiles are not those of its columns")
    }
    for column in 0..<columns {
      let count = starts[column + 1].subtractingReportingOverflow(starts[column])
      guard !count.overflow, (1...NormalScores.maxQuantiles).contains(count.partialValue) else {
        throw TensorReader.broken("column \(column) has no quantiles, or too many")
      }
    }
    for column in 0..<columns {
      for quantile in starts[column] + 1..<starts[column + 1] {
        guard quantiles[quantile - 1] < quantiles[quantile],
          scores[quantile - 1] <= scores[quantile]
        else { throw TensorReader.broken("the quantiles of column \(column) are not in order") }
      }
    }
    self.init(starts: starts, quantiles: quantiles, scores: scores, slopes: slopes)
  }
}
