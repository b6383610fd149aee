import Glibc

/// The training of one network from its own random stream, independent of other networks and of the
/// thread it runs on.
final class DRLTrainer: @unchecked Sendable {
  struct Options: Sendable {
    var epochs, batchSize, maxSamples: Int
    var learningRate, decay, weightDecay: Double
    var loss: DRLLoss
  }

  let network: DRLNetwork
  private var moments: TrainingMoments
  private let input: DRLInput
  private let options: Options
  private let sample: FloatMatrix
  private let order: Buffer<Int32>
  private var stream: RandomStream
  private var adam: Adam
  private var epoch = 0

  /// Draws `sample` from X if that has more rows than `maxSamples`.
  init(
    _ X: MatrixView, _ input: DRLInput, _ options: Options, _ network: DRLNetwork,
    stream: RandomStream
  ) throws {
    (self.input, self.options, self.network, self.stream) = (input, options, network, stream)
    sample = try input.sample(of: X, atMost: options.maxSamples, from: &self.stream)
    order = try Buffer(uninitialized: sample.rows)
    for row in 0..<order.count { order.base[row] = Int32(row) }
    adam = try Adam(count: network.weights.storage.count, weightDecay: options.weightDecay)
    moments = try TrainingMoments(network.shape)
  }

  /// Trains until `epochs` passes over the sample are done, each in a new order.
  func train(until epochs: Int, on execution: Execution) throws {
    let batches = (sample.rows + options.batchSize - 1) / options.batchSize
    let gradient = try DRLGradient(
      network, loss: options.loss, batch: (sample.rows + batches - 1) / batches)
    while epoch < epochs {
      let rate = options.learningRate * pow(options.decay, Double(epoch))
      stream.shuffle(order.elements, picks: order.count)
      for batch in 0..<batches {
        try execution.checkCancelled()
        let rows = sample.rows * batch / batches..<sample.rows * (batch + 1) / batches
        gather(rows, into: gradient.layers.x)
        _ = gradient.run(network.weights, rows: rows.count)
        adam.step(network.weights.storage, gradient.gradient.storage, rate: rate)
      }
      epoch += 1
    }
  }

  /// Sums up the activations of the trained network over the sample.
  func measure() throws {
    let forward = try DRLForward(network)
    let layers = try DRLActivations(network.shape, rows: min(options.batchSize, sample.rows))
    for first in stride(from: 0, to: sample.rows, by: options.batchSize) {
      let count = min(options.batchSize, sample.rows - first)
      layers.x.base.update(from: sample.row(first), count: count * sample.width)
      forward.run(layers, rows: count)
      forward.decode(layers, rows: count)
      try moments.add(layers, rows: count)
    }
  }

  /// The network with its score normalisation; called once, on the calling thread, since it takes
  /// the OpenBLAS lock.
  func member() throws -> EnsembleMember {
    try EnsembleMember(input, network, moments.scoreNormalization())
  }

  private func gather(_ range: Range<Int>, into x: FloatMatrix) {
    for (row, index) in range.enumerated() {
      x.row(row).update(from: sample.row(Int(order.base[index])), count: x.width)
    }
  }
}
