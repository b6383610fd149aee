/// The places at which trees for classification cut the features, and the codes by which they know values.
///
/// Gap g of a feature begins at `lows[g]`, the largest training value of bin g, and ends at `highs[g]`, the
/// smallest of bin g + 1 (`FeatureBins`). A cut stands at one of 256 even places in a gap: place k is
/// lows[g] + (highs[g] - lows[g]) k / 256 and has the code 256 g + k. The code of a value in bin b is 256 b,
/// that of one in gap g is 256 g + j, where j in 1 ... 256 places are below the value. So codes rise with the
/// values, and a value is above a cut where its code is greater than the cut's.
///
/// Two bytes in place of a `Double` halve the nodes of a tree, and 32 values are compared at once.
struct CutGrid: Sendable {
  /// Gaps of a feature at most: one fewer than bins.
  static let mostGaps = FeatureBins.capacity - 1
  static let places = 256

  /// Feature f owns the gaps `starts[f] ..< starts[f + 1]` of `highs`.
  private let starts: Buffer<Int>
  private let highs: Buffer<Double>
  /// Its lows begin at `firstLows[f]`; infinite ones follow, so that searches need not count them.
  private let firstLows: Buffer<Int>
  private let lows: Buffer<Double>

  var columns: Int { firstLows.count }

  /// Room for gaps, which takes no more memory than a few times what they do, however many features have none.
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

  /// What a search by halves may look at: one fewer than the next power of two.
  private static func lowsToSearch(_ gaps: Int) -> Int {
    (1 << (Int.bitWidth - gaps.leadingZeroBitCount)) - 1
  }

  /// The gaps between bins.
  init(_ bins: FeatureBins, columns: Int) throws {
    let starts = try Buffer<Int>(repeating: 0, count: columns + 1)
    for feature in 0..<columns {
      starts[feature + 1] = starts[feature] + bins.count(feature) - 1
    }
    try self.init(starts: starts)
    for feature in 0..<columns {
      lows(of: feature).update(from: bins.most(feature), count: gaps(of: feature))
      highs(of: feature).update(from: bins.least(feature) + 1, count: gaps(of: feature))
    }
  }

  func gaps(of feature: Int) -> Int { starts.base[feature &+ 1] &- starts.base[feature] }

  func lows(of feature: Int) -> UnsafeMutablePointer<Double> {
    lows.base + firstLows.base[feature]
  }

  func highs(of feature: Int) -> UnsafeMutablePointer<Double> { highs.base + starts.base[feature] }

  /// Writes the codes of `count` values of a feature.
  ///
  /// All values take each step of the search together, so that their loads overlap.
  func encode(
    _ values: UnsafePointer<Double>, stride: Int, count: Int, feature: Int,
    into codes: UnsafeMutablePointer<UInt16>
  ) {
    let (lows, highs) = (lows(of: feature), highs(of: feature))
    let gaps = gaps(of: feature)
    codes.update(repeating: 0, count: count)
    for bit in (0..<8).reversed() where 1 << bit <= gaps {
      for row in 0..<count {
        let below = Int(codes[row])
        let isAbove = lows[below &+ (1 &<< bit) &- 1] < values[row &* stride] ? 1 : 0
        codes[row] = UInt16(truncatingIfNeeded: below &+ isAbove &<< bit)
      }
    }
    for row in 0..<count {
      let below = Int(codes[row])
      if below == 0 { continue }
      let (low, high) = (lows[below &- 1], highs[below &- 1])
      let place = Self.placesBelow(values[row &* stride], low, high)
      codes[row] = UInt16(truncatingIfNeeded: (below &- 1) &* Self.places &+ place)
    }
  }

  /// How many places of a gap are below a value that is above `low`.
  @inline(__always)
  private static func placesBelow(_ value: Double, _ low: Double, _ high: Double) -> Int {
    if value >= high { return places }
    // Where the width overflows, the quotient is 0 or NaN, which `max` turns into 1.
    let share = (value - low) / (high - low) * Double(places)
    return Int(max(1, min(share, Double(places)).rounded(.up)))
  }

  /// The place at or below a threshold in low ..< high.
  static func place(of threshold: Double, _ low: Double, _ high: Double) -> Int {
    let share = (threshold - low) / (high - low) * Double(places)
    return Int(max(0, min(share, Double(places - 1))))
  }
}

// MARK: - For files

extension CutGrid {
  /// The gaps end to end: where those of each feature begin, and behind the last; their ends.
  func packed() throws -> (starts: Buffer<Int>, lows: Buffer<Double>, highs: Buffer<Double>) {
    let lows = try Buffer<Double>(uninitialized: highs.count)
    for feature in 0..<columns {
      (lows.base + starts[feature]).update(from: self.lows(of: feature), count: gaps(of: feature))
    }
    return (starts, lows, highs)
  }

  /// The grid that `packed` gave: gaps are ascending and apart.
  init(starts: Buffer<Int>, lows: Buffer<Double>, highs: Buffer<Double>) throws {
    try self.init(starts: starts)
    for feature in 0..<columns {
      self.lows(of: feature).update(from: lows.base + starts[feature], count: gaps(of: feature))
    }
    self.highs.base.update(from: highs.base, count: highs.count)
  }
}
