extension DRL {
  /// Training is cut into so many parts, between which the calling thread reports progress.
  private static let parts = 20

  public func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    let input = try DRLInput(
      scale, ColumnStatistics(X, on: execution), hasIntercept: hasIntercept)
    let trainers = try trainers(X, input, seed: seed, on: execution)
    for part in 0..<Self.parts {
      try execution.report(Double(part) / Double(Self.parts))
      let epochs = options.epochs * (part + 1) / Self.parts
      try execution.forEach(networks) { try trainers[$0].train(until: epochs, on: execution) }
    }
    let scales = try Buffer<Double>(uninitialized: networks)
    let deviations = try Buffer<Double>(uninitialized: networks)
    try execution.forEach(networks) {
      (scales.base[$0], deviations.base[$0]) = try trainers[$0].means()
    }
    return try FittedDRL(
      input: input, networks: trainers.map(\.network), scales: scales,
      deviations: options.loss.alignment > 0 ? deviations : nil)
  }

  private func trainers(
    _ X: MatrixView, _ input: DRLInput, seed: UInt64, on execution: Execution
  ) throws -> [DRLTrainer] {
    let shape = DRLShape(inputs: input.count, hidden: hidden, basis: basis)
    return try (0..<networks).map { index in
      try execution.checkCancelled()
      var stream = RandomStream(seed: seed, purpose: .network, index: index)
      let network = try DRLNetwork(
        shape, normalization: weights.kind(ofNetwork: index), from: &stream)
      return try DRLTrainer(X, input, options, network, stream: stream)
    }
  }
}
