import CKernels
import Testing

@testable import DASCore

@Suite struct HistogramTests {
  /// Adds the sum over the rows, class by class, and subtracting it restores the histogram;
  /// for few rows and many, bins of any stride, crowded and not.
  @Test(arguments: [0, 1, 2, 129, 1_000], [1, 3])
  func equalsThePlainSum(count: Int, stride: Int) throws {
    var stream = RandomStream(seed: 5, purpose: .test, index: count)
    let (tableRows, normals, binCount) = (2_000, 1_200, [2, 90][stride % 2])
    let counts = try Buffer(
      (0..<tableRows).map { _ in UInt16([0, 1, 2, 65_535][stream.below(4)]) })
    let bins = try Buffer((0..<tableRows * stride).map { _ in UInt8(stream.below(binCount)) })
    let rows = try Buffer((0..<count).map { _ in UInt32(stream.below(tableRows)) })
    let before = (0..<binCount).map { _ in stream.next() >> 2 & 0x0fff_ffff_0fff_ffff }
    var expected = before
    for row in rows.array.map(Int.init) {
      expected[Int(bins[row * stride])] += UInt64(counts[row]) << (row < normals ? 0 : 32)
    }
    var histogram = before
    for subtracts in [0, 1] as [Int32] {
      var list = libdas_sample_rows(
        rows: rows.base, count: count, counts: counts.base, normals: UInt32(normals),
        bins: bins.base, stride: stride)
      libdas_accumulate_histogram(&list, subtracts, &histogram)
      #expect(histogram == (subtracts == 0 ? expected : before))
    }
  }
}
