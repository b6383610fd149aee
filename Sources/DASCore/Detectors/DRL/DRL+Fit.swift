extension DRL {
  /// The parts of the training, between which the calling thread reports progress.
  private static let parts = 20

  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    warnOfFewRows(of: X, on: execution)
    let trainers = try trainers(X, seed: seed, on: execution)
    for part in 0..<Self.parts {
      try execution.report(Double(part) / Double(Self.parts))
      let epochs = options.epochs * (part + 1) / Self.parts
      try execution.forEach(networks) { try trainers[$0].train(until: epochs, on: execution) }
    }
    try execution.forEach(networks) { try trainers[$0].measure() }
    return FittedDRL(members: try trainers.map { try $0.member() })
  }

  private func warnOfFewRows(of X: MatrixView, on execution: Execution) {
    guard options.maxSamples < min(X.rows, TableCheck.fewRows) else { return }
    execution.log(
      .warning,
      "drl max_samples is \(options.maxSamples): of \(X.rows) rows a network sees no more, and "
        + "with fewer than \(TableCheck.fewRows) its scores mean little")
  }

  private func trainers(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> [DRLTrainer] {
    let statistics = try ColumnStatistics(X, on: execution)
    return try (0..<networks).map { index in
      try execution.checkCancelled()
      let input = try DRLInput(
        scalings.scaling(ofNetwork: index), statistics, hasIntercept: hasIntercept)
      let shape = DRLShape(inputs: input.count, hidden: hidden, basis: basis)
      var stream = RandomStream(seed: seed, purpose: .network, index: index)
      let network = try DRLNetwork(
        shape, weightActivation: weights.activation(ofNetwork: index), from: &stream)
      return try DRLTrainer(X, input, options, network, stream: stream)
    }
  }
}
