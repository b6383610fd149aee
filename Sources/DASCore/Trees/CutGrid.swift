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

  /// Gaps of feature f are `lows[256 f] ...`; infinite ones follow, so that searches need not count them.
  private let lows: Buffer<Double>
  private let highs: Buffer<Double>
  private let counts: Buffer<Int32>

  var columns: Int { counts.count }

  private init(columns: Int) throws {
    let (size, overflow) = columns.multipliedReportingOverflow(by: FeatureBins.capacity)
    guard !overflow else {
      throw DASError(.outOfMemory, "cannot allocate gaps of \(columns) columns: the size overflows")
    }
    lows = try Buffer(repeating: .infinity, count: size)
    highs = try Buffer(repeating: .infinity, count: size)
    counts = try Buffer(repeating: 0, count: columns)
  }

  /// The gaps between bins.
  init(_ bins: FeatureBins, columns: Int) throws {
    try self.init(columns: columns)
    for feature in 0..<columns {
      let gaps = bins.count(feature) - 1
      counts.base[feature] = Int32(gaps)
      lows(of: feature).update(from: bins.most(feature), count: gaps)
      highs(of: feature).update(from: bins.least(feature) + 1, count: gaps)
    }
  }

  func gaps(of feature: Int) -> Int { Int(counts.base[feature]) }

  func lows(of feature: Int) -> UnsafeMutablePointer<Double> {
    lows.base + feature &* FeatureBins.capacity
  }

  func highs(of feature: Int) -> UnsafeMutablePointer<Double> {
    highs.base + feature &* FeatureBins.capacity
  }

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
    let starts = try Buffer<Int>(repeating: 0, count: columns + 1)
    for feature in 0..<columns { starts[feature + 1] = starts[feature] + gaps(of: feature) }
    let lows = try Buffer<Double>(uninitialized: starts[columns])
    let highs = try Buffer<Double>(uninitialized: starts[columns])
    for feature in 0..<columns {
      let (start, count) = (starts[feature], gaps(of: feature))
      (lows.base + start).update(from: self.lows(of: feature), count: count)
      (highs.base + start).update(from: self.highs(of: feature), count: count)
    }
    return (starts, lows, highs)
  }

  /// The grid that `packed` gave: gaps are ascending and apart.
  init(starts: Buffer<Int>, lows: Buffer<Double>, highs: Buffer<Double>) throws {
    try self.init(columns: starts.count - 1)
    for feature in 0..<columns {
      let (start, count) = (starts[feature], starts[feature + 1] - starts[feature])
      counts.base[feature] = Int32(count)
      self.lows(of: feature).update(from: lows.base + start, count: count)
      self.highs(of: feature).update(from: highs.base + start, count: count)
    }
  }
}
