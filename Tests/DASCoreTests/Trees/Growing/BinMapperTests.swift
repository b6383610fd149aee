import Testing

@testable import DASCore

@Suite struct BinMapperTests {
  private func bins(of values: [Double]) throws -> BinMapper {
    let bins = try BinMapper(columns: 1)
    let sorted = try Buffer(values.sorted())
    bins.setBins(of: 0, sorted: UnsafeBufferPointer(sorted.elements))
    return bins
  }

  private func bin(of value: Double, _ bins: BinMapper) -> Int {
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
      #expect(bins.binMin(0)[value] == Double(value) && bins.binMax(0)[value] == Double(value))
    }
  }

  /// More distinct values are in 256 bins of nearly equal counts.
  @Test func manyDistinctValuesFillBinsEvenly() throws {
    let bins = try bins(of: (0..<10_000).map { Double($0) * 0.37 })
    #expect(bins.count(0) == 256)
    for bin in 0..<256 {
      let count = (bins.binMax(0)[bin] - bins.binMin(0)[bin]) / 0.37 + 1
      #expect(abs(count - 10_000 / 256) <= 1.5)
    }
  }

  /// A value more frequent than a bin's count has its own bin, and no bin is lost to it.
  @Test func frequentValuesHaveTheirOwnBin() throws {
    let values = (0..<9_000).map { $0 < 5_000 ? 4_000.5 : Double($0) }
    let bins = try bins(of: values)
    let bin = bin(of: 4_000.5, bins)
    #expect(bins.binMin(0)[bin] == bins.binMax(0)[bin])
    #expect(bins.count(0) > 200)
  }

  /// Bins are ascending and disjoint, and contain every training value. A threshold between two of
  /// them is in a gap, at the position next to where it was drawn or in the middle.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func thresholdsAreInGaps(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, purpose: .test)
    let scale = seed % 2 == 0 ? 1e6 : 30
    let values = (0..<3_000).map { _ in (stream.normal() * scale).rounded() / scale }
    let bins = try bins(of: values)
    for _ in 0..<200 {
      let first = stream.below(bins.count(0) - 1)
      let last = first + 1 + stream.below(bins.count(0) - 1 - first)
      let middle = bins.threshold(between: first, and: last, feature: 0)
      let uniform = stream.uniform(bins.binMin(0)[first], bins.binMax(0)[last])
      let random = bins.threshold(at: uniform, first: first, last: last, feature: 0)
      #expect(middle.position == 128)
      for threshold in [middle, random] {
        #expect(
          first <= threshold.bin && threshold.bin < last && (0..<256).contains(threshold.position))
      }
      if bins.binMax(0)[random.bin] <= uniform, uniform < bins.binMin(0)[random.bin + 1] {
        let (low, high) = (bins.binMax(0)[random.bin], bins.binMin(0)[random.bin + 1])
        #expect(
          abs(low + (high - low) * (Double(random.position) + 0.5) / 256 - uniform)
            <= (high - low) / 511)
      } else {
        #expect(random.position == 128)
      }
    }
    for value in values {
      let bin = bin(of: value, bins)
      #expect(bins.binMin(0)[bin] <= value && value <= bins.binMax(0)[bin])
    }
  }

  /// With other rows between two bins of a node, the threshold is near the middle of the node's
  /// gap.
  @Test func thresholdsAreNearTheMiddleOfTheNodesGap() throws {
    let bins = try bins(of: (0..<100).map { Double($0 * $0) })
    let threshold = bins.threshold(between: 0, and: 99, feature: 0)
    #expect(threshold.bin == 69 && threshold.position == 128)
  }
}
