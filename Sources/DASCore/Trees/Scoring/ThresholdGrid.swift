/// The possible thresholds of each feature in classification trees, and the quantised values that
/// replace values there.
///
/// Gap g of a feature begins at `lows[g]`, the largest training value of bin g, and ends at
/// `highs[g]`, the smallest of bin g + 1 (`BinMapper`). A threshold is at one of 256 even positions
/// in a gap: position k is lows[g] + (highs[g] - lows[g]) k / 256, with the quantised value 256 g +
/// k. A value in bin b is quantised to 256 b, one in gap g to 256 g + j, where j in 1 ... 256
/// positions are below it. So quantised values are monotone, and a value is above a threshold
/// exactly where its quantised value is greater.
///
/// Two bytes instead of a `Double` halve the size of a node, and 32 values are compared at once.
struct ThresholdGrid: Sendable {
  /// The maximum of gaps of a feature: one fewer than bins.
  static let maxGaps = BinMapper.capacity - 1
  static let positions = 256

  /// Feature f owns the gaps `starts[f] ..< starts[f + 1]` of `highs`.
  private let starts: Buffer<Int>
  private let highs: Buffer<Double>
  /// Its lows begin at `firstLows[f]`, padded with infinities for searches by halves.
  private let firstLows: Buffer<Int>
  private let lows: Buffer<Double>

  var columns: Int { firstLows.count }

  /// Memory for the gaps: proportional to their number, however many features have none.
  private init(starts: Buffer<Int>) throws {
    self.starts = starts
    firstLows = try Buffer(repeating: 0, count: starts.count - 1)
    var size = 0
    for feature in 0..<firstLows.count {
      firstLows[feature] = size
      size += Self.lowsToSearch(starts[feature + 1] - starts[feature])
    }
    lows = try Buffer(repeating: .infinity, count: size)
    highs = try Buffer(uninitialized: starts[firstLows.count])
  }

  /// The length that a search by halves may read: one less than the next power of two.
  private static func lowsToSearch(_ gaps: Int) -> Int {
    (1 << (Int.bitWidth - gaps.leadingZeroBitCount)) - 1
  }

  /// The grid of the gaps between bins.
  init(_ bins: BinMapper, columns: Int) throws {
    let starts = try Buffer<Int>(repeating: 0, count: columns + 1)
    for feature in 0..<columns {
      starts[feature + 1] = starts[feature] + bins.count(feature) - 1
    }
    try self.init(starts: starts)
    for feature in 0..<columns {
      lows(of: feature).update(from: bins.binMax(feature), count: gaps(of: feature))
      highs(of: feature).update(from: bins.binMin(feature) + 1, count: gaps(of: feature))
    }
  }

  func gaps(of feature: Int) -> Int { starts.base[feature &+ 1] &- starts.base[feature] }

  func lows(of feature: Int) -> UnsafeMutablePointer<Double> {
    lows.base + firstLows.base[feature]
  }

  func highs(of feature: Int) -> UnsafeMutablePointer<Double> { highs.base + starts.base[feature] }

  /// Writes the quantised values of `count` values of a feature.
  ///
  /// All values take each step of the binary search together, so that their loads overlap.
  func quantize(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, feature: Int,
    into quantized: UnsafeMutablePointer<UInt16>
  ) {
    let (lows, highs) = (lows(of: feature), highs(of: feature))
    let gaps = gaps(of: feature)
    quantized.update(repeating: 0, count: count)
    for bit in (0..<8).reversed() where 1 << bit <= gaps {
      for row in 0..<count {
        let below = Int(quantized[row])
        let isAbove = lows[below &+ (1 &<< bit) &- 1] < values[row &* stride] ? 1 : 0
        quantized[row] = UInt16(truncatingIfNeeded: below &+ isAbove &<< bit)
      }
    }
    for row in 0..<count {
      let gap = Int(quantized[row])
      if gap == 0 { continue }
      let (low, high) = (lows[gap &- 1], highs[gap &- 1])
      let below = Self.positionsBelow(values[row &* stride], low, high)
      quantized[row] = UInt16(truncatingIfNeeded: (gap &- 1) &* Self.positions &+ below)
    }
  }

  /// The number of positions of a gap below a value that is above `low`.
  @inline(__always)
  private static func positionsBelow(_ value: Double, _ low: Double, _ high: Double) -> Int {
    if value >= high { return positions }
    // Where the width overflows, the quotient is 0 or NaN, for which `max` returns 1.
    let offset = (value - low) / (high - low) * Double(positions)
    return Int(max(1, min(offset, Double(positions)).rounded(.up)))
  }

  /// The position at or below a threshold in low ..< high.
  static func position(of threshold: Double, _ low: Double, _ high: Double) -> Int {
    let offset = (threshold - low) / (high - low) * Double(positions)
    return Int(max(0, min(offset, Double(positions - 1))))
  }
}

// MARK: - For files

extension ThresholdGrid {
  /// The gaps of all features end to end: the index of each feature's first gap and one more, and
  /// the ends of the gaps.
  func packed() throws -> (starts: Buffer<Int>, lows: Buffer<Double>, highs: Buffer<Double>) {
    let lows = try Buffer<Double>(uninitialized: highs.count)
    for feature in 0..<columns {
      (lows.base + starts[feature]).update(from: self.lows(of: feature), count: gaps(of: feature))
    }
    return (starts, lows, highs)
  }

  /// The grid from the result of `packed`. The gaps are ascending and disjoint.
  init(starts: Buffer<Int>, lows: Buffer<Double>, highs: Buffer<Double>) throws {
    try self.init(starts: starts)
    for feature in 0..<columns {
      self.lows(of: feature).update(from: lows.base + starts[feature], count: gaps(of: feature))
    }
    self.highs.base.update(from: highs.base, count: highs.count)
  }
}
