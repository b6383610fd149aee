/// The bins of every feature: bin b of a feature holds the training values in `binMin[b] ...
/// binMax[b]`.
///
/// A feature with at most 256 distinct values has one bin for each. Any other has 256 bins of
/// nearly equal counts, and a frequent value has a bin of its own. Equal values always share a bin.
/// Between two bins is a gap, and every threshold of a tree is in a gap, so that a training row
/// goes the same way by its bin as by its value.
struct BinMapper: Sendable {
  static let capacity = 256

  private let minima: Buffer<Double>
  private let maxima: Buffer<Double>
  private let counts: Buffer<Int32>

  init(columns: Int) throws {
    let (count, overflow) = columns.multipliedReportingOverflow(by: Self.capacity)
    guard !overflow else {
      throw DASError(.outOfMemory, "cannot allocate bins of \(columns) columns: the size overflows")
    }
    self.minima = try Buffer(uninitialized: count)
    self.maxima = try Buffer(uninitialized: count)
    self.counts = try Buffer(repeating: 0, count: columns)
  }

  @inline(__always)
  func count(_ feature: Int) -> Int { Int(counts.base[feature]) }

  /// The smallest training value of each bin of a feature.
  @inline(__always)
  func binMin(_ feature: Int) -> UnsafeMutablePointer<Double> {
    minima.base + feature &* Self.capacity
  }

  /// The largest training value of each bin of a feature.
  @inline(__always)
  func binMax(_ feature: Int) -> UnsafeMutablePointer<Double> {
    maxima.base + feature &* Self.capacity
  }
}

// MARK: - Construction

extension BinMapper {
  /// Sets the bins of one feature from its sorted values.
  func setBins(of feature: Int, sorted: UnsafeBufferPointer<Double>) {
    var distinct = 1
    for index in 1..<max(sorted.count, 1) where sorted[index] != sorted[index - 1] { distinct += 1 }
    let isExact = distinct <= Self.capacity
    let (minima, maxima) = (binMin(feature), binMax(feature))
    var open = OpenBin(rows: sorted.count, bins: Self.capacity)
    var (bin, start) = (0, 0)
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count && sorted[end] == sorted[start] { end += 1 }
      if start > 0, isExact || open.closes(before: end - start) {
        bin += 1
        open.next()
      }
      if open.isEmpty { minima[bin] = sorted[start] }
      maxima[bin] = sorted[start]
      open.add(end - start)
      start = end
    }
    counts.base[feature] = Int32(bin + 1)
    // Absent bins are above all values, so that searches need not know the number of bins.
    (minima + bin + 1).update(repeating: .infinity, count: Self.capacity - bin - 1)
    (maxima + bin + 1).update(repeating: .infinity, count: Self.capacity - bin - 1)
  }

  /// The bin that ascending values are added to. It aims at an equal part of the remaining rows.
  private struct OpenBin {
    private var rowsLeft: Int
    private var binsLeft: Int
    private var count = 0

    init(rows: Int, bins: Int) { (rowsLeft, binsLeft) = (rows, bins) }

    var isEmpty: Bool { count == 0 }

    /// Whether adding `repeats` equal values would miss that aim by more than closing the bin.
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

extension BinMapper {
  /// Writes the bin of each of `count` training values.
  ///
  /// A binary search waits for each of its loads. Here a block of values takes each step together,
  /// with the lower ends of their searches in `bins`, so that the loads of many overlap.
  func assign(
    _ feature: Int, to values: UnsafePointer<Double>, count: Int,
    into bins: UnsafeMutablePointer<UInt8>
  ) {
    let maxima = binMax(feature)
    bins.update(repeating: 0, count: count)
    for start in stride(from: 0, to: count, by: 1024) {
      for bit in (0..<8).reversed() where 1 << bit < self.count(feature) {
        for row in start..<min(start + 1024, count) {
          let low = Int(bins[row])
          let isAbove = maxima[low &+ (1 &<< bit) &- 1] < values[row] ? 1 : 0
          bins[row] = UInt8(truncatingIfNeeded: low &+ isAbove &<< bit)
        }
      }
    }
  }

  /// The middle of the gap between bin `bin` and the next one.
  @inline(__always)
  private func middle(after bin: Int, feature: Int) -> Double {
    let (low, high) = (binMax(feature)[bin], binMin(feature)[bin + 1])
    return gapPoint(low + (high - low) / 2, low, high)
  }

  /// `value` clamped to low ..< high: rounding may move a point between neighbouring doubles to the
  /// upper one, and rows equal to the threshold go left.
  @inline(__always)
  private func gapPoint(_ value: Double, _ low: Double, _ high: Double) -> Double {
    value >= low && value < high ? value : low
  }

  /// The threshold of a node with rows in bins `left` and `right` and none between: the gap whose
  /// middle is nearest to the middle of the node's own gap.
  func threshold(between left: Int, and right: Int, feature: Int) -> BinThreshold {
    var bin = left
    if right - left > 1 {
      let (low, high) = (binMax(feature)[left], binMin(feature)[right])
      let target = low + (high - low) / 2
      var (below, above) = (left, right - 1)
      while above - below > 1 {
        let half = (below + above) / 2
        if middle(after: half, feature: feature) <= target { below = half } else { above = half }
      }
      let distanceBelow = abs(target - middle(after: below, feature: feature))
      let distanceAbove = abs(middle(after: above, feature: feature) - target)
      bin = distanceBelow <= distanceAbove ? below : above
    }
    return BinThreshold(bin: bin)
  }

  /// The threshold for a real value in the range of the bins `first ... last`, where first < last.
  ///
  /// A value in a gap moves to a position of the `ThresholdGrid`; a value inside a bin moves to the
  /// nearer end of the bin. Both sides keep at least one of the two bins.
  func threshold(at value: Double, first: Int, last: Int, feature: Int) -> BinThreshold {
    let (minima, maxima) = (binMin(feature), binMax(feature))
    // The last bin that begins at or below the value, by a binary search without branches.
    var bin = 0
    for bit in (0..<8).reversed() {
      let isAbove = minima[bin &+ (1 &<< bit)] <= value ? 1 : 0
      bin &+= isAbove &<< bit
    }
    bin = min(max(bin, first), last &- 1)
    if value >= maxima[bin], value < minima[bin + 1] {
      return BinThreshold(
        bin: bin, position: ThresholdGrid.position(of: value, maxima[bin], minima[bin + 1]))
    }
    let isNearerToStart = value - minima[bin] < maxima[bin] - value
    if bin > first, isNearerToStart { bin -= 1 }
    return BinThreshold(bin: bin)
  }
}

/// A threshold of one feature: bins up to `bin` go left, and so do values in the gap after it up to
/// a position of the `ThresholdGrid`, by default the middle.
struct BinThreshold: BitwiseCopyable {
  var bin: Int
  var position = ThresholdGrid.positions / 2

  /// The quantised value that rows on the left do not exceed.
  var quantized: Int { bin &* ThresholdGrid.positions &+ position }
}
