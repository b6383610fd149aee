import Testing

@testable import DASCore

@Suite struct RandomSampleTests {
  /// A sample has the requested size, no repetition, and stays below the population.
  @Test(arguments: [(0, 5), (1, 1), (3, 7), (7, 7), (6, 7), (256, 100_000)])
  func sampleIsASet(_ count: Int, _ population: Int) throws {
    var stream = RandomStream(seed: 3, purpose: .test)
    let sample = try stream.sample(count, below: population).array
    #expect(sample.count == count)
    #expect(Set(sample).count == count)
    #expect(sample.allSatisfy { (0..<population).contains($0) })
  }

  /// All numbers are equally likely: of 20000 samples of 3 from 10, each holds a number with
  /// probability 0.3; the bound is 5 standard deviations.
  @Test func sampleIsUniform() throws {
    var counts = [Int](repeating: 0, count: 10)
    for index in 0..<20_000 {
      var stream = RandomStream(seed: 1, purpose: .test, index: index)
      for number in try stream.sample(3, below: 10).array { counts[number] += 1 }
    }
    for count in counts { #expect(abs(Double(count) - 6000) < 5 * (20_000 * 0.21).squareRoot()) }
  }
}
