import Testing

@testable import DASCore

@Suite struct BootstrapTests {
  /// As many draws as numbers, all equally likely: chi-squared over 300 rounds stays within 5
  /// standard deviations of its mean.
  @Test(arguments: [1, 2, 3, 7, 100, 101])
  func drawsAreUniform(count: Int) {
    var stream = RandomStream(seed: 3, purpose: .test, index: count)
    var seen = [Int](repeating: 0, count: count)
    for _ in 0..<300 { stream.drawWithReplacement(count) { seen[$0] += 1 } }
    #expect(seen.reduce(0, +) == 300 * count)
    let chiSquared = seen.reduce(0.0) { $0 + (Double($1) - 300) * (Double($1) - 300) / 300 }
    #expect(abs(chiSquared - Double(count - 1)) <= 5 * Double(2 * count).squareRoot())
  }

  @Test func nothingIsDrawnFromNothing() {
    var stream = RandomStream(seed: 3, purpose: .test)
    stream.drawWithReplacement(0) { _ in Issue.record("a draw from no numbers") }
  }
}
