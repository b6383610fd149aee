import CKernels
import Testing

@testable import DASCore

@Suite struct BestSplitTests {
  private struct Found: Equatable {
    var split: libdas_split
    var varies: Bool

    static func == (one: Found, other: Found) -> Bool {
      one.varies == other.varies && one.split.bin == other.split.bin
        && (one.split.bin < 0 || one.split.left == other.split.left)
    }
  }

  /// The best split by trying one after the other with `GiniGain`.
  private func plain(
    _ histogram: [UInt64], ratio: Double, minRows: Int, minWeight: Double, from best: libdas_split
  ) -> Found {
    let node = ClassCounts(packed: histogram.reduce(0, &+))
    let gain = GiniGain(node, classRatio: ratio)
    var found = Found(split: best, varies: false)
    found.split.bin = -1
    var left = ClassCounts()
    for (bin, counts) in histogram.enumerated() {
      left.packed &+= counts
      if left.total == 0 || left == node { continue }
      found.varies = true
      if left.total < minRows || (node - left).total < minRows { continue }
      func weight(_ counts: ClassCounts) -> Double {
        Double(counts.normal) + Double(counts.anomalous) * ratio
      }
      if weight(left) < minWeight || weight(node) - weight(left) < minWeight { continue }
      let score = gain.score(left: left)
      let highest = SplitScore(
        numerator: found.split.numerator, denominator: found.split.denominator)
      if score > highest {
        found.split = libdas_split(
          numerator: score.numerator, denominator: score.denominator, left: left.packed,
          bin: Int64(bin))
      }
    }
    return found
  }

  private func fast(
    _ histogram: [UInt64], ratio: Double, minRows: Int, minWeight: Double, from best: libdas_split
  ) -> Found {
    var node = libdas_split_node(
      counts: histogram.reduce(0, &+), ratio: ratio, min_rows: Int64(minRows),
      min_weight: minWeight)
    var split = best
    let varies = libdas_best_split(histogram, histogram.count, &node, &split)
    return Found(split: split, varies: varies != 0)
  }

  /// The split is the one that the plain search finds, for crowded, sparse, single-class and
  /// constant histograms, with and without a split to beat.
  @Test(arguments: [1, 3], [1, 10.0]) func equalsThePlainSearch(_ minRows: Int, _ ratio: Double) {
    var stream = RandomStream(seed: 11, purpose: .test, index: minRows)
    for round in 0..<2000 {
      let bins = 8 * (1 + stream.below(32))
      let (crowd, maxCount) = (stream.below(bins) + 1, [1, 2, 50, 1_000_000][round % 4])
      var histogram = [UInt64](repeating: 0, count: bins)
      for _ in 0..<(round % 7 == 0 ? 1 : crowd) {
        let (normal, other) = (
          stream.below(maxCount + 1), round % 5 == 0 ? 0 : stream.below(maxCount + 1)
        )
        histogram[stream.below(bins)] = ClassCounts(normal: normal, anomalous: other).packed
      }
      let none = libdas_split(numerator: -1, denominator: 1, left: 0, bin: -1)
      let node = ClassCounts(packed: histogram.reduce(0, &+))
      let whole = Double(node.normal) + Double(node.anomalous) * ratio
      let minWeight = [0, 0.01, 0.2][round % 3] * whole
      let first = fast(histogram, ratio: ratio, minRows: minRows, minWeight: minWeight, from: none)
      #expect(
        first == plain(histogram, ratio: ratio, minRows: minRows, minWeight: minWeight, from: none))
      // No split beats itself.
      if first.split.bin >= 0 {
        let again = fast(
          histogram, ratio: ratio, minRows: minRows, minWeight: minWeight, from: first.split)
        #expect(again.split.bin == -1 && again.varies)
      }
    }
  }
}
