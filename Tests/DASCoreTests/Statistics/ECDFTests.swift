import Testing

@testable import DASCore

@Suite struct ECDFTests {
  /// Steps within the sample, and a straight line beyond it.
  @Test func fractionsKeepOrderBeyondTheSample() throws {
    let ecdf = try ECDF(Buffer([3, 1, .nan, 2, 4]))
    #expect([1, 2.5, 4].map(ecdf.fraction) == [0.25, 0.5, 1])
    #expect(ecdf.fraction(atMost: 7) == 2 && ecdf.fraction(atMost: -2) == -1)
    let flat = try ECDF(Buffer([5, 5]))
    #expect([4, 5, 6].map(flat.fraction) == [-1, 1, 2])
  }

  /// NaN, and every number relative to an empty sample, ranks above all.
  @Test func whatCannotBeRankedIsAboveAll() throws {
    #expect(try ECDF(Buffer([1, 2])).fraction(atMost: .nan) == .greatestFiniteMagnitude)
    #expect(try ECDF(Buffer([.nan])).fraction(atMost: 0) == .greatestFiniteMagnitude)
  }

  /// Values come back from their mid-ranks, also beyond the sample.
  @Test func valuesInvertMidranks() throws {
    let ecdf = try ECDF(Buffer([-1, 0, 3, 10]))
    for x in [-30, -1, -0.5, 0, 2, 3, 9.5, 10, 44] {
      #expect(abs(ecdf.value(at: ecdf.midrank(x)) - x) < 1e-12)
    }
  }
}
