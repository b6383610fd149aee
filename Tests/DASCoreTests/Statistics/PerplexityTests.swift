import Testing

@testable import DASCore

@Suite struct PerplexityTests {
  /// m equally frequent values have the perplexity m, whatever they are.
  @Test(arguments: [1, 2, 7, 300]) func countsEquallyFrequentValues(levels: Int) throws {
    let values = (0..<levels * 6).map { 1e9 - 3.7 * Double($0 % levels) }
    let perplexity = try Perplexity.value(of: Buffer(values))
    #expect((perplexity / Double(levels) - 1).magnitude < 1e-12)
  }

  /// Rare values count for less than one each.
  @Test func rareValuesCountForLittle() throws {
    let values = Array(repeating: 0.0, count: 998) + [1, 2]
    #expect(try (1.0..<1.1).contains(Perplexity.value(of: Buffer(values))))
  }
}
