import Foundation
import Testing

@testable import DASCore

@Suite struct NormalQuantileTests {
  /// The distribution function at the quantile is the probability, in the center and in the tails.
  @Test(arguments: [1e-300, 1e-30, 1e-12, 1e-5, 0.001, 0.02, 0.07, 0.08, 0.3, 0.49])
  func invertsTheDistribution(probability: Double) {
    let quantile = NormalQuantile.value(probability)
    let again = 0.5 * erfc(-quantile / 2.0.squareRoot())
    #expect((again / probability - 1).magnitude < 1e-11)
  }

  @Test(arguments: [0.0625, 0.25, 0.375, 0.4375]) func isOdd(probability: Double) {
    #expect(NormalQuantile.value(1 - probability) == -NormalQuantile.value(probability))
    #expect(NormalQuantile.value(0.5) == 0)
  }
}
