import CKernels

/// A piecewise-linear learned index of ascending distinct values: it finds the first that is at
/// least x.
///
/// 64 knots at equal steps of rank divide a column into segments, and each segment into the same
/// number of buckets of equal width, one for every second or third value: a histogram that
/// approximates the distribution by 64 straight lines. Both steps are monotone functions of x,
/// rounding included, so the rank of x lies between the first ranks of its bucket and of the next,
/// where the search ends.
///
/// - Complexity: 2 bytes a double and 4/3 a float. A look-up costs 6 steps without branches, and a
///   cache line or two for the bucket and for its values; if the values of a segment are far from
///   uniform, a binary search in the bucket.
struct RankIndex: Sendable {
  private static let segments = Int(LIBDAS_SEGMENTS)

  /// Column c owns the buckets `starts[c] ..< starts[c + 1]`, of which the last is a sentinel.
  private let starts: Buffer<Int>
  /// The rank of each bucket's first value.
  private let firstRanks: Buffer<Int32>
  private let segmentStarts: Buffer<Double>
  private let slopes: Buffer<Double>

  /// Indexes columns that own `sizes[c]` entries of `values` from `starts[c]` on, the last a
  /// sentinel.
  init(
    starts valueStarts: Buffer<Int>, sizes: Buffer<Int>, values: SortedDistinctValues,
    on execution: Execution
  ) throws {
    let columns = sizes.count
    starts = try Buffer(repeating: 0, count: columns + 1)
    for column in 0..<columns {
      let bucketsPerSegment = (sizes[column] - 1) / (Self.segments * values.valuesPerBucket) + 1
      starts[column + 1] = starts[column] + Self.segments * bucketsPerSegment + 1
    }
    firstRanks = try Buffer(uninitialized: starts[columns])
    segmentStarts = try Buffer(uninitialized: columns * Self.segments)
    slopes = try Buffer(uninitialized: columns * Self.segments)
    try execution.forEach(columns) { column in
      let (start, distinct) = (valueStarts.base[column], sizes.base[column] - 1)
      switch values {
      case .single(let table): try fill(column, table.base + start, distinct, on: execution)
      case .double(let table): try fill(column, table.base + start, distinct, on: execution)
      }
    }
  }

  /// The index of a column, as look-ups take it.
  func column(_ column: Int) -> libdas_rank_index {
    let buckets = starts.base[column + 1] - starts.base[column] - 1
    return libdas_rank_index(
      ranks: firstRanks.base + starts.base[column],
      starts: segmentStarts.base + column * Self.segments,
      slopes: slopes.base + column * Self.segments, last: Int32(buckets / Self.segments - 1))
  }
}

// MARK: - Filling

extension RankIndex {
  @inline(__always)
  private func fill<Value: DistinctValue>(
    _ column: Int, _ values: UnsafePointer<Value>, _ distinct: Int, on execution: Execution
  ) throws {
    fitSegments(column, through: values, distinct)
    try fillBuckets(column, values, distinct, on: execution)
    // An empty bucket has the first rank of the next one.
    let (firstRanks, buckets) = (firstRanks.base + starts.base[column], starts.base[column + 1])
    var next = Int32(distinct)
    for bucket in stride(from: buckets - starts.base[column] - 1, through: 0, by: -1) {
      next = min(next, firstRanks[bucket])
      firstRanks[bucket] = next
    }
  }

  @inline(__always)
  private func fitSegments<Value: DistinctValue>(
    _ column: Int, through values: UnsafePointer<Value>, _ distinct: Int
  ) {
    let last = Double(self.column(column).last)
    for segment in 0..<Self.segments {
      let low = distinct * segment / Self.segments
      let high = min(distinct * (segment + 1) / Self.segments, distinct - 1)
      // If values are fewer than segments, some segments are empty: their starts equal the next
      // one, which the search prefers.
      let start = values[low].double
      let slope = last / (values[high].double - start)
      segmentStarts.base[column * Self.segments + segment] = start
      slopes.base[column * Self.segments + segment] = slope.isFinite ? slope : 0
    }
  }

  /// Stores the first rank of each bucket that has values; of the others, the end.
  @inline(__always)
  private func fillBuckets<Value: DistinctValue>(
    _ column: Int, _ values: UnsafePointer<Value>, _ distinct: Int, on execution: Execution
  ) throws {
    let firstRanks = firstRanks.base + starts.base[column]
    let count = starts.base[column + 1] - starts.base[column]
    firstRanks.update(repeating: Int32(distinct), count: count)
    var index = self.column(column)
    let batch = 512
    let x = try execution.scratch(batch)
    let buckets = try execution.scratch(batch, of: Int32.self)
    // Downwards, so that the first rank of a bucket remains.
    var end = distinct
    while end > 0 {
      let first = max(end - batch, 0)
      for rank in first..<end { x.base[rank - first] = values[rank].double }
      libdas_find_buckets(&index, end - first, x.base, buckets.base)
      for rank in (first..<end).reversed() {
        firstRanks[Int(buckets.base[rank - first])] = Int32(truncatingIfNeeded: rank)
      }
      end = first
    }
  }
}
