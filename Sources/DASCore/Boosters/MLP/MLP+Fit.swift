extension MLP {
  /// The maximum number of folds, and the rows below which none is held out.
  private static let maxFolds = 10, minRows = 10

  /// Networks that see the same inputs differ in the fold that they hold out.
  private func folds(of rows: Int) -> Int {
    rows < Self.minRows ? 1 : max(1, min(networks / inputs.kinds, Self.maxFolds))
  }

  private func fold(ofNetwork index: Int, of folds: Int) -> Int { index / inputs.kinds % folds }

  package var votesOutOfBag: Bool { networks / inputs.kinds > 1 }

  package func fit(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    try fitNetworks(normals: normals, anomalies: anomalies, seed: seed, on: execution)
  }

  /// The calling thread reports progress between passes.
  func fitNetworks(
    normals: MatrixView, anomalies: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> FittedMLP {
    let statistics = try ColumnStatistics(normals, on: execution)
    let inputs = try self.inputs.fitted(
      normals, statistics, networks: networks, seed: seed, on: execution)
    var shared = RandomStream(seed: seed, purpose: .perceptron, index: networks)
    let order = try ClassRows.permutation(of: normals, from: &shared)
    let trainers = try (0..<networks).map { index in
      try execution.checkCancelled()
      return try trainer(
        index, inputs[index], normals, order, anomalies, statistics, seed: seed)
    }
    for epoch in 1...options.epochs where !trainers.allSatisfy(\.isDone) {
      try execution.report(Double(epoch - 1) / Double(options.epochs))
      try execution.forEach(networks) { try trainers[$0].train(until: epoch, on: execution) }
    }
    let members = try (0..<networks).map {
      try PerceptronMember(inputs[$0], trainers[$0].finish())
    }
    guard folds(of: normals.rows) > 1 else {
      return FittedMLP(members: members, outOfBagScores: nil, outOfBagAUC: .nan)
    }
    let scores = try outOfBagScores(
      trainers, order, anomalies: anomalies.rows, on: execution)
    return FittedMLP(
      members: members, outOfBagScores: scores.normals,
      outOfBagAUC: try ROC.auc(scores.normals, scores.anomalies))
  }

  private func trainer(
    _ index: Int, _ input: PerceptronInput, _ normals: MatrixView, _ order: Buffer<Int32>,
    _ anomalies: MatrixView, _ statistics: ColumnStatistics, seed: UInt64
  ) throws -> PerceptronTrainer {
    var stream = RandomStream(seed: seed, purpose: .perceptron, index: index)
    let shape = Perceptron.Shape(
      inputs: normals.columns, hidden1: hidden, hidden2: hidden / 2)
    // A column that no normal row varies counts only as far as hard anomalies vary it.
    let network = try Perceptron(shape, isUsed: { statistics.range($0) > 0 }, from: &stream)
    let other = try ClassRows.permutation(of: anomalies, from: &stream)
    return try PerceptronTrainer(
      normals: ClassRows(normals, order, heldOut: heldOut(index, of: normals.rows)),
      anomalies: ClassRows(anomalies, other, heldOut: 0..<Self.heldOutAnomalies(anomalies.rows)),
      input, options, network, stream: stream)
  }

  private static func heldOutAnomalies(_ count: Int) -> Int {
    min(count / 10, PerceptronTrainer.maxEvaluated)
  }

  /// The positions of the shared permutation that a network holds out.
  private func heldOut(_ index: Int, of rows: Int) -> Range<Int> {
    let folds = folds(of: rows)
    guard folds > 1 else { return 0..<rows / 10 }
    let fold = fold(ofNetwork: index, of: folds)
    return rows * fold / folds..<rows * (fold + 1) / folds
  }

  /// For each normal row, the mean of the networks that held it out; for hard anomalies, the scores
  /// of the networks that held them out.
  private func outOfBagScores(
    _ trainers: [PerceptronTrainer], _ order: Buffer<Int32>, anomalies: Int,
    on execution: Execution
  ) throws -> (normals: Buffer<Double>, anomalies: Buffer<Double>) {
    let results = Mutex<[Int: (normals: Buffer<Double>, anomalies: Buffer<Double>)]>([:])
    try execution.forEach(networks) { index in
      let scores = try trainers[index].heldOutScores()
      results.withLock { $0[index] = scores }
    }
    let found = results.withLock { $0 }
    let folds = folds(of: order.count)
    let normals = try Buffer<Double>(repeating: 0, count: order.count)
    let tenth = Self.heldOutAnomalies(anomalies)
    let anomalyScores = try Buffer<Double>(uninitialized: networks * tenth)
    for index in 0..<networks {
      guard let scores = found[index] else { continue }
      (anomalyScores.base + index * tenth).update(from: scores.anomalies.base, count: tenth)
      let fold = fold(ofNetwork: index, of: folds)
      let count = (0..<networks).count { self.fold(ofNetwork: $0, of: folds) == fold }
      let first = heldOut(index, of: order.count).lowerBound
      for position in 0..<scores.normals.count {
        normals[Int(order[first + position])] += scores.normals[position] / Double(count)
      }
    }
    return (normals, anomalyScores)
  }
}

extension PerceptronInputs {
  /// The input of each network.
  fileprivate func fitted(
    _ X: MatrixView, _ statistics: ColumnStatistics, networks: Int, seed: UInt64,
    on execution: Execution
  ) throws -> [PerceptronInput] {
    let isNeeded = (0..<networks).contains { areNormalScores(ofNetwork: $0) }
    let scores =
      try isNeeded ? NormalScores.fit(X, statistics, seed: seed, on: execution) : nil
    let scaling = try ColumnScaling.standardizing(statistics)
    return (0..<networks).map { index in
      if areNormalScores(ofNetwork: index), let scores { return .normalScores(scores) }
      return .standard(scaling)
    }
  }
}
