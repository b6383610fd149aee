import CKernels
import Glibc

/// Adam (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015, algorithm 1, with
/// its defaults), with weight decay added to the gradient, as in torch.optim.Adam.
struct Adam: Sendable {
  private let weightDecay: Float
  private let mean, square: Buffer<Float>
  private var steps = 0

  /// `count` is a multiple of 16.
  init(count: Int, weightDecay: Double) throws {
    self.weightDecay = Float(weightDecay)
    mean = try Buffer(repeating: 0, count: count)
    square = try Buffer(repeating: 0, count: count)
  }

  /// One step against the gradient.
  mutating func step(_ weights: Buffer<Float>, _ gradient: Buffer<Float>, rate: Double) {
    steps += 1
    let (meanBias, squareBias) = (1 - pow(0.9, Double(steps)), 1 - pow(0.999, Double(steps)))
    libdas_adam(
      weights.base, weights.count, gradient.base, mean.base, square.base, weightDecay,
      Float(rate / meanBias), Float(squareBias))
  }
}
