import Glibc

/// The training of one network from its own random stream, independent of other networks and of the
/// thread it runs on.
///
/// Half of each batch are normal rows and half hard anomalies. After each pass the loss of held-out
/// rows is computed; the weights of the pass with the least loss are kept.
final class PerceptronTrainer: @unchecked Sendable {
  struct Options: Sendable {
    var epochs, batchSize, maxSamples: Int
    var learningRate, decay, weightDecay: Double
  }

  private let network: Perceptron
  private let best: Perceptron
  private let input: PerceptronInput
  private let options: Options
  private var normals, anomalies: ClassRows
  private var stream: RandomStream
  private var adam: Adam
  private var epoch = 0
  private var minLoss = Double.infinity
  private var passesSinceMin = 0

  /// Passes without a lower loss that end the training.
  static let patience = 3
  /// The minimum number of batches of a pass.
  static let minBatches = 20

  init(
    normals: ClassRows, anomalies: ClassRows, _ input: PerceptronInput, _ options: Options,
    _ network: Perceptron, stream: RandomStream
  ) throws {
    (self.input, self.options, self.network, self.stream) = (input, options, network, stream)
    (self.normals, self.anomalies) = (normals, anomalies)
    best = try Perceptron(network.shape)
    adam = try Adam(count: network.storage.count, weightDecay: options.weightDecay)
  }

  var columns: Int { normals.X.columns }

  /// Whether no further pass is wanted.
  var isDone: Bool { epoch >= options.epochs || passesSinceMin >= Self.patience }

  /// Trains until `epochs` passes are done, or held-out rows show no progress.
  func train(until epochs: Int, on execution: Execution) throws {
    let gradient = try PerceptronGradient(network, batch: options.batchSize)
    while epoch < epochs, !isDone {
      try pass(gradient, on: execution)
      epoch += 1
      try keepIfBest(gradient.forward, gradient.layers, on: execution)
    }
  }

  /// The trained network, its weights bounded.
  func finish() -> Perceptron {
    let trained = minLoss < .infinity ? best : network
    for index in 0..<trained.storage.count {
      let weight = trained.storage[index]
      trained.storage[index] =
        weight.isNaN ? 0 : max(-Perceptron.bound, min(weight, Perceptron.bound))
    }
    return trained
  }

  /// A pass over the larger class, in rows of both.
  private var rowsOfPass: Int {
    let all = 2 * max(normals.trained, anomalies.trained)
    return min(max(all, Self.minBatches * options.batchSize), options.maxSamples)
  }

  private func pass(_ gradient: PerceptronGradient, on execution: Execution) throws {
    let scratch = try Buffer<Double>(uninitialized: columns)
    let rate = options.learningRate * pow(options.decay, Double(epoch))
    let batches = max(1, rowsOfPass / options.batchSize)
    let half = options.batchSize / 2
    for _ in 0..<batches {
      try execution.checkCancelled()
      for index in 0..<half {
        let (row, x) = (normals.nextRow(from: &stream), gradient.layers.x)
        input.write(row, of: normals.X, to: x.row(index), through: scratch.base)
        let other = anomalies.nextRow(from: &stream)
        input.write(other, of: anomalies.X, to: x.row(half + index), through: scratch.base)
      }
      gradient.run(rows: 2 * half, normals: half)
      adam.step(network.storage, gradient.gradient.storage, rate: rate)
    }
  }

  // MARK: - Held-out rows

  /// The maximum number of rows of a class whose loss is computed after each pass.
  static let maxEvaluated = 1000

  private func keepIfBest(
    _ forward: PerceptronForward, _ layers: PerceptronActivations, on execution: Execution
  ) throws {
    guard normals.heldOut > 0, anomalies.heldOut > 0 else { return }
    forward.update()
    var loss = 0.0
    for (rows, sign) in [(normals, -1.0), (anomalies, 1.0)] {
      let count = min(rows.heldOut, Self.maxEvaluated)
      try eachHeldOut(count, of: rows, forward, layers) { _, logit in
        loss += PerceptronForward.crossEntropy(sign * logit) / Double(count)
      }
    }
    passesSinceMin += 1
    guard loss < minLoss else { return }
    (minLoss, passesSinceMin) = (loss, 0)
    best.storage.base.update(from: network.storage.base, count: network.storage.count)
  }

  /// The probabilities of the rows that were held out, by the trained network.
  func heldOutScores() throws -> (normals: Buffer<Double>, anomalies: Buffer<Double>) {
    let forward = try PerceptronForward(finish())
    let layers = try PerceptronActivations(network.shape, rows: options.batchSize)
    let scores = (
      normals: try Buffer<Double>(uninitialized: normals.heldOut),
      anomalies: try Buffer<Double>(uninitialized: anomalies.heldOut)
    )
    for (rows, target) in [(normals, scores.normals), (anomalies, scores.anomalies)] {
      try eachHeldOut(rows.heldOut, of: rows, forward, layers) { index, logit in
        target[index] = PerceptronForward.probability(logit)
      }
    }
    return scores
  }

  private func eachHeldOut(
    _ count: Int, of rows: ClassRows, _ forward: PerceptronForward,
    _ layers: PerceptronActivations, _ body: (_ index: Int, _ logit: Double) -> Void
  ) throws {
    let scratch = try Buffer<Double>(uninitialized: columns)
    for first in stride(from: 0, to: count, by: layers.x.rows) {
      let tile = first..<min(first + layers.x.rows, count)
      for index in tile {
        input.write(
          rows.heldOutRow(index), of: rows.X, to: layers.x.row(index - first),
          through: scratch.base)
      }
      forward.run(layers, rows: tile.count)
      for index in tile { body(index, forward.logit(layers, index - first)) }
    }
  }
}
