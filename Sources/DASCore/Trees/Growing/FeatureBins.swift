/// The bins of every feature: bin b of a feature holds the training values in `least[b] ... most[b]`.
///
/// A feature with at most 256 distinct values has one bin for each: nothing is lost. Any other is cut
/// into 256 bins of nearly equal counts; a value that occurs often has a bin of its own. Equal values
/// always share a bin. Between two bins lies a gap, and every threshold of a tree stands in a gap, so a
/// training row goes the same way by its bin as by its value.
struct FeatureBins: Sendable {
  static let capacity = 256

  private let leastValues: Buffer<Double>
  private let maxValues: Buffer<Double>
  private let counts: Buffer<Int32>

  init(columns: Int) throws {
    let (count, overflow) = columns.multipliedReportingOverflow(by: Self.capacity)
    guard !overflow else {
      throw DASError(.outOfMemory, "cannot allocate bins of \(columns) columns: the size overflows")
    }
    self.leastValues = try Buffer(uninitialized: count)
    self.maxValues = try Buffer(uninitialized: count)
    self.counts = try Buffer(repeating: 0, count: columns)
  }

  @inline(__always)
  func count(_ feature: Int) -> Int { Int(counts.base[feature]) }

  /// The smallest training value of each bin of a feature.
  @inline(__always)
  func least(_ feature: Int) -> UnsafeMutablePointer<Double> {
    leastValues.base + feature &* Self.capacity
  }

  /// The largest training value of each bin of a feature.
  @inline(__always)
  func most(_ feature: Int) -> UnsafeMutablePointer<Double> {
    maxValues.base + feature &* Self.capacity
  }
}

// MARK: - Construction

extension FeatureBins {
  /// Cuts one feature by its sorted values.
  func cut(_ feature: Int, sorted: UnsafeBufferPointer<Double>) {
    var distinct = 1
    for index in 1..<max(sorted.count, 1) where sorted[index] != sorted[index - 1] { distinct += 1 }
    let isExact = distinct <= Self.capacity
    var open = OpenBin(rows: sorted.count, bins: Self.capacity)
    var (bin, start) = (0, 0)
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count && sorted[end] == sorted[start] { end += 1 }
      if start > 0, isExact || open.closes(before: end - start) {
        bin += 1
        open.next()
      }
      if open.isEmpty { least(feature)[bin] = sorted[start] }
      most(feature)[bin] = sorted[start]
      open.add(end - start)
      start = end
    }
    counts.base[feature] = Int32(bin + 1)
    // Bins that are not there lie above all values: searches need not know the number of bins.
    (least(feature) + bin + 1).update(repeating: .infinity, count: Self.capacity - bin - 1)
    (most(feature) + bin + 1).update(repeating: .infinity, count: Self.capacity - bin - 1)
  }

  /// The bin being filled by ascending values; it aims at an equal share of the rows that are left.
  private struct OpenBin {
    private var rowsLeft: Int
    private var binsLeft: Int
    private var count = 0

    init(rows: Int, bins: Int) { (rowsLeft, binsLeft) = (rows, bins) }

    var isEmpty: Bool { count == 0 }

    /// Whether `repeats` equal values would miss the share by more than a bin closed now.
    func closes(before repeats: Int) -> Bool {
      binsLeft > 1 && count > 0 && (2 * count + repeats) * binsLeft > 2 * rowsLeft
    }

    mutating func add(_ repeats: Int) { count += repeats }

    mutating func next() {
      rowsLeft -= count
      binsLeft -= 1
      count = 0
    }
  }
}

// MARK: - Search

extension FeatureBins {
  /// Writes the bin of each of `count` training values.
  ///
  /// A binary search waits for each of its loads. Here a block of values takes each step together, its
  /// `bins` holding the lower ends of the searches, so that the loads of many overlap.
  func assign(
    _ feature: Int, to values: UnsafePointer<Double>, count: Int,
    into bins: UnsafeMutablePointer<UInt8>
  ) {
    let most = most(feature)
    bins.update(repeating: 0, count: count)
    for start in stride(from: 0, to: count, by: 1024) {
      for bit in (0..<8).reversed() where 1 << bit < self.count(feature) {
        for row in start..<min(start + 1024, count) {
          let low = Int(bins[row])
          let isAbove = most[low &+ (1 &<< bit) &- 1] < values[row] ? 1 : 0
          bins[row] = UInt8(truncatingIfNeeded: low &+ isAbove &<< bit)
        }
      }
    }
  }

  /// The middle of the gap between bin `bin` and the one behind it.
  @inline(__always)
  private func middle(behind bin: Int, feature: Int) -> Double {
    let (low, high) = (most(feature)[bin], least(feature)[bin + 1])
    return gapPoint(low + (high - low) / 2, low, high)
  }

  /// `value` kept inside low ..< high: rounding may carry a point between neighbouring doubles onto
  /// the upper one, and rows equal to the threshold go left.
  @inline(__always)
  private func gapPoint(_ value: Double, _ low: Double, _ high: Double) -> Double {
    value >= low && value < high ? value : low
  }

  /// Where a node that has rows in `left` and in `right`, and none between, is best cut: the gap
  /// whose middle is nearest to the middle of the node's own gap.
  func cut(between left: Int, and right: Int, feature: Int) -> BinCut {
    var bin = left
    if right - left > 1 {
      let (low, high) = (most(feature)[left], least(feature)[right])
      let target = low + (high - low) / 2
      var (below, above) = (left, right - 1)
      while above - below > 1 {
        let half = (below + above) / 2
        if middle(behind: half, feature: feature) <= target { below = half } else { above = half }
      }
      let distanceBelow = abs(target - middle(behind: below, feature: feature))
      let distanceAbove = abs(middle(behind: above, feature: feature) - target)
      bin = distanceBelow <= distanceAbove ? below : above
    }
    return BinCut(bin: bin)
  }

  /// The cut at a real threshold in the range of the bins `first ... last`, where first < last.
  ///
  /// A threshold in a gap moves to a place of the `CutGrid`; inside a bin it moves to the nearer end of the
  /// bin. Both sides hold at least one of the two bins.
  func cut(at threshold: Double, first: Int, last: Int, feature: Int) -> BinCut {
    let (least, most) = (least(feature), most(feature))
    // The last bin that begins at or below the threshold, by a binary search without branches.
    var bin = 0
    for bit in (0..<8).reversed() {
      let isAbove = least[bin &+ (1 &<< bit)] <= threshold ? 1 : 0
      bin &+= isAbove &<< bit
    }
    bin = min(max(bin, first), last &- 1)
    if threshold >= most[bin], threshold < least[bin + 1] {
      return BinCut(
        bin: bin, place: CutGrid.place(of: threshold, most[bin], least[bin + 1]))
    }
    let isNearerToStart = threshold - least[bin] < most[bin] - threshold
    if bin > first, isNearerToStart { bin -= 1 }
    return BinCut(bin: bin)
  }
}

/// A cut of one feature: bins up to `bin` go left, as do values of the gap behind it up to a place.
struct BinCut: BitwiseCopyable {
  var bin: Int
  /// A place of the `CutGrid`, by default the middle of the gap.
  var place = CutGrid.places / 2

  /// The code that the left child's rows do not exceed.
  var code: Int { bin &* CutGrid.places &+ place }
}
