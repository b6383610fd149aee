import Testing

@testable import DASCore

@Suite struct FeatureBinsTests {
  private func bins(of values: [Double]) throws -> FeatureBins {
    let bins = try FeatureBins(columns: 1)
    let sorted = try Buffer(values.sorted())
    bins.cut(0, sorted: UnsafeBufferPointer(sorted.elements))
    return bins
  }

  private func bin(of value: Double, _ bins: FeatureBins) -> Int {
    var (value, bin) = (value, UInt8(0))
    bins.assign(0, to: &value, count: 1, into: &bin)
    return Int(bin)
  }

  /// Up to 256 distinct values, each has a bin of its own.
  @Test(arguments: [1, 2, 3, 255, 256])
  func fewDistinctValuesAreExact(distinct: Int) throws {
    let bins = try bins(of: (0..<3 * distinct).map { Double($0 % distinct) })
    #expect(bins.count(0) == distinct)
    for value in 0..<distinct {
      #expect(bin(of: Double(value), bins) == value)
      #expect(bins.least(0)[value] == Double(value) && bins.most(0)[value] == Double(value))
    }
  }

  /// More distinct values share 256 bins of nearly equal counts.
  @Test func manyDistinctValuesShareBinsEvenly() throws {
    let bins = try bins(of: (0..<10_000).map { Double($0) * 0.37 })
    #expect(bins.count(0) == 256)
    for bin in 0..<256 {
      let count = (bins.most(0)[bin] - bins.least(0)[bin]) / 0.37 + 1
      #expect(abs(count - 10_000 / 256) <= 1.5)
    }
  }

  /// A value that occurs more often than a bin's share stands alone, and no bin is lost to it.
  @Test func frequentValuesStandAlone() throws {
    let values = (0..<9_000).map { $0 < 5_000 ? 4_000.5 : Double($0) }
    let bins = try bins(of: values)
    let bin = bin(of: 4_000.5, bins)
    #expect(bins.least(0)[bin] == bins.most(0)[bin])
    #expect(bins.count(0) > 200)
  }

  /// Bins are in order, disjoint, and hold every training value; a cut between two of them stands in a gap, at
  /// the place next to where it was drawn or in the middle.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func cutsStandInGaps(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, purpose: .test)
    let scale = seed % 2 == 0 ? 1e6 : 30
    let values = (0..<3_000).map { _ in (stream.normal() * scale).rounded() / scale }
    let bins = try bins(of: values)
    for _ in 0..<200 {
      let first = stream.below(bins.count(0) - 1)
      let last = first + 1 + stream.below(bins.count(0) - 1 - first)
      let middle = bins.cut(between: first, and: last, feature: 0)
      let uniform = stream.uniform(bins.least(0)[first], bins.most(0)[last])
      let random = bins.cut(at: uniform, first: first, last: last, feature: 0)
      #expect(middle.place == 128)
      for cut in [middle, random] {
        #expect(first <= cut.bin && cut.bin < last && (0..<256).contains(cut.place))
      }
      if bins.most(0)[random.bin] <= uniform, uniform < bins.least(0)[random.bin + 1] {
        let (low, high) = (bins.most(0)[random.bin], bins.least(0)[random.bin + 1])
        #expect(
          abs(low + (high - low) * (Double(random.place) + 0.5) / 256 - uniform)
            <= (high - low) / 511)
      } else {
        #expect(random.place == 128)
      }
    }
    for value in values {
      let bin = bin(of: value, bins)
      #expect(bins.least(0)[bin] <= value && value <= bins.most(0)[bin])
    }
  }

  /// Where other rows lie between two bins of a node, the cut stays near the middle of the node's gap.
  @Test func cutsStandNearTheMiddleOfTheNodesGap() throws {
    let bins = try bins(of: (0..<100).map { Double($0 * $0) })
    let cut = bins.cut(between: 0, and: 99, feature: 0)
    #expect(cut.bin == 69 && cut.place == 128)
  }
}
