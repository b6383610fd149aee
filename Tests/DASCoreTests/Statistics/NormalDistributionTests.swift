import Glibc
import Testing

@testable import DASCore

@Suite struct NormalDistributionTests {
  /// The quantile inverts the distribution function, down to far tails.
  @Test(arguments: [1e-12, 1e-6, 0.01, 0.0242, 0.0243, 0.3, 0.5, 0.7, 0.9757, 0.9758, 0.999999])
  func quantileInvertsTheDistribution(fraction: Double) {
    let value = NormalDistribution.quantile(fraction)
    let found = 0.5 * erfc(-value / 2.0.squareRoot())
    #expect(abs(found - fraction) < 1e-13 * max(fraction, 1e-2) || abs(found / fraction - 1) < 1e-9)
  }

  @Test func quantilesArePublishedOnes() {
    #expect(abs(NormalDistribution.quantile(0.975) - 1.959963984540054) < 1e-12)
    #expect(abs(NormalDistribution.quantile(0.001) + 3.090232306167813) < 1e-12)
    #expect(abs(NormalDistribution.quantile(0.5)) < 1e-15)
  }
}
