import CKernels
import Testing

@testable import DASCore

@Suite struct BestCutTests {
  private struct Found: Equatable {
    var cut: libdas_cut
    var varies: Bool

    static func == (one: Found, other: Found) -> Bool {
      one.varies == other.varies && one.cut.bin == other.cut.bin
        && (one.cut.bin < 0 || one.cut.left == other.cut.left)
    }
  }

  /// One cut after the other, by `GiniGain`.
  private func plain(
    _ histogram: [UInt64], ratio: Double, least: Int, lightest: Double, from best: libdas_cut
  ) -> Found {
    let node = ClassCounts(packed: histogram.reduce(0, &+))
    let gain = GiniGain(node, classRatio: ratio)
    var found = Found(cut: best, varies: false)
    found.cut.bin = -1
    var left = ClassCounts()
    for (bin, counts) in histogram.enumerated() {
      left.packed &+= counts
      if left.total == 0 || left == node { continue }
      found.varies = true
      if left.total < least || (node - left).total < least { continue }
      func weight(_ counts: ClassCounts) -> Double {
        Double(counts.normal) + Double(counts.anomalous) * ratio
      }
      if weight(left) < lightest || weight(node) - weight(left) < lightest { continue }
      let rank = gain.rank(left: left)
      let highest = CutRank(numerator: found.cut.numerator, denominator: found.cut.denominator)
      if rank > highest {
        found.cut = libdas_cut(
          numerator: rank.numerator, denominator: rank.denominator, left: left.packed,
          bin: Int64(bin))
      }
    }
    return found
  }

  private func fast(
    _ histogram: [UInt64], ratio: Double, least: Int, lightest: Double, from best: libdas_cut
  ) -> Found {
    var node = libdas_node(
      counts: histogram.reduce(0, &+), ratio: ratio, least: Int64(least), lightest: lightest)
    var cut = best
    let varies = libdas_best_cut(histogram, histogram.count, &node, &cut)
    return Found(cut: cut, varies: varies != 0)
  }

  /// The cut is the one that asking bin after bin finds, for crowded, sparse, single-class and constant
  /// histograms, with and without a cut to beat.
  @Test(arguments: [1, 3], [1, 10.0]) func equalsThePlainSearch(_ least: Int, _ ratio: Double) {
    var stream = RandomStream(seed: 11, purpose: .test, index: least)
    for turn in 0..<2000 {
      let bins = 8 * (1 + stream.below(32))
      let (crowd, most) = (stream.below(bins) + 1, [1, 2, 50, 1_000_000][turn % 4])
      var histogram = [UInt64](repeating: 0, count: bins)
      for _ in 0..<(turn % 7 == 0 ? 1 : crowd) {
        let (normal, other) = (stream.below(most + 1), turn % 5 == 0 ? 0 : stream.below(most + 1))
        histogram[stream.below(bins)] = ClassCounts(normal: normal, anomalous: other).packed
      }
      let none = libdas_cut(numerator: -1, denominator: 1, left: 0, bin: -1)
      let node = ClassCounts(packed: histogram.reduce(0, &+))
      let whole = Double(node.normal) + Double(node.anomalous) * ratio
      let light = [0, 0.01, 0.2][turn % 3] * whole
      let first = fast(histogram, ratio: ratio, least: least, lightest: light, from: none)
      #expect(
        first == plain(histogram, ratio: ratio, least: least, lightest: light, from: none))
      // No cut beats itself.
      if first.cut.bin >= 0 {
        let again = fast(
          histogram, ratio: ratio, least: least, lightest: light, from: first.cut)
        #expect(again.cut.bin == -1 && again.varies)
      }
    }
  }
}
