import Testing

@testable import DASCore

@Suite struct ROCTests {
  /// The fraction of pairs in which the high score wins, with ties half.
  @Test func areaUnderROCCountsPairs() throws {
    var random = RandomStream(seed: 1, purpose: .test)
    for (rows, others) in [(1, 1), (3, 40), (300, 17)] {
      let low = (0..<rows).map { _ in (4 * random.normal()).rounded() }
      let high = (0..<others).map { _ in (4 * random.normal()).rounded() + 2 }
      var wins = 0.0
      for a in low { for b in high { wins += b > a ? 1 : b == a ? 0.5 : 0 } }
      let expected = wins / Double(rows * others)
      #expect(abs(try ROC.auc(Buffer(low), Buffer(high)) - expected) < 1e-12)
      let withGaps = try ROC.auc(Buffer(low + [.nan]), Buffer([.nan] + high))
      #expect(abs(withGaps - expected) < 1e-12)
    }
  }

  @Test func isNotKnownWithoutScores() throws {
    #expect(try ROC.auc(Buffer([.nan]), Buffer([1])).isNaN)
    #expect(try ROC.auc(Buffer([1]), Buffer([])).isNaN)
  }
}
