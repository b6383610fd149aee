import CKernels

/// The empirical distribution of each column of a table, frozen, with an index for fast exact
/// look-up.
///
/// A column is stored as its distinct values v_0 < v_1 < ... and, for each, the number of the
/// table's values below it, both ended by a sentinel: v = +infinity, below = n. For a value x, the
/// first v_i >= x gives both counts that an ECDF needs: `below(i)` values are < x, and `below(i +
/// 1)` are <= x if v_i = x. Ties are exact.
///
/// An index takes 2 KB a column in addition to its values. For very many columns of few values
/// each, the tables stay packed as in files and are searched by bisection, so that memory is
/// bounded by the data.
///
/// - Complexity: O(n d) memory: 6 bytes a value of a table that holds floats, 11 of others. A
///   look-up costs what `RankIndex` says.
struct EmpiricalDistributions: Sendable {
  /// The number of values in each column.
  let count: Int
  /// Column c owns `sizes[c]` entries from `starts[c]` on, a multiple of 64.
  private let starts: Buffer<Int>
  private let sizes: Buffer<Int>
  private let values: SortedDistinctValues
  private let ties: CumulativeCounts
  /// nil if the tables are packed, with these counts instead of `ties`.
  private let index: RankIndex?
  private let packedCounts: Buffer<Int32>?

  var columns: Int { sizes.count }
  /// The number of entries of all columns.
  var entryCount: Int { sizes.elements.reduce(0, +) }

  /// Adopts tables in the form described above.
  init(
    count: Int, starts: Buffer<Int>, sizes: Buffer<Int>, values: SortedDistinctValues,
    ties: CumulativeCounts,
    on execution: Execution
  ) throws {
    (self.count, self.starts, self.sizes) = (count, starts, sizes)
    (self.values, self.ties, packedCounts) = (values, ties, nil)
    index = try RankIndex(starts: starts, sizes: sizes, values: values, on: execution)
  }

  /// Adopts packed tables.
  private init(
    count: Int, starts: Buffer<Int>, sizes: Buffer<Int>, packed: Buffer<Double>,
    below: Buffer<Int32>
  ) throws {
    (self.count, self.starts, self.sizes) = (count, starts, sizes)
    (values, ties) = (.double(packed), try CumulativeCounts(capacity: 0))
    (index, packedCounts) = (nil, below)
  }

  /// For each of `count` queries, the numbers of the column's values below it, and at or below it.
  func rank(
    _ queries: UnsafePointer<Double>, count: Int, column: Int,
    below: UnsafeMutablePointer<Int32>, through: UnsafeMutablePointer<Int32>
  ) {
    let start = starts.base[column]
    guard let index else {
      return rankPacked(queries, count: count, column: column, below: below, through: through)
    }
    var buckets = index.column(column)
    switch values {
    case .single(let table):
      libdas_find_ranks(&buckets, 1, table.base + start, count, queries, below, through)
    case .double(let table):
      libdas_find_ranks(&buckets, 0, table.base + start, count, queries, below, through)
    }
    // Without ties an offset is its own count, which saves a table look-up.
    guard hasTies(column) else { return }
    for row in 0..<count {
      below[row] = ties.below(Int(below[row]), from: start)
      through[row] = ties.below(Int(through[row]), from: start)
    }
  }

  private func hasTies(_ column: Int) -> Bool { sizes.base[column] != count + 1 }

  /// `rank` by bisection for the first value at or above the query, or the sentinel.
  private func rankPacked(
    _ queries: UnsafePointer<Double>, count: Int, column: Int,
    below: UnsafeMutablePointer<Int32>, through: UnsafeMutablePointer<Int32>
  ) {
    guard case .double(let values) = values, let packedCounts else { return }
    let (start, last) = (starts.base[column], sizes.base[column] - 1)
    let (table, counts) = (values.base + start, packedCounts.base + start)
    for row in 0..<count {
      let offset = BinarySearch.lowerBound(of: queries[row], in: table, count: last)
      let isIn = table[offset] == queries[row]
      (below[row], through[row]) = (counts[offset], counts[isIn ? offset &+ 1 : offset])
    }
  }
}

// MARK: - For files

extension EmpiricalDistributions {
  /// The columns back to back: the start of each, and the end of the last; values; counts below
  /// them.
  func packed() throws -> (starts: Buffer<Int>, values: Buffer<Double>, below: Buffer<Int32>) {
    if case .double(let values) = values, let packedCounts { return (starts, values, packedCounts) }
    let packed = (
      starts: try Buffer<Int>(repeating: 0, count: columns + 1),
      values: try Buffer<Double>(uninitialized: entryCount),
      below: try Buffer<Int32>(uninitialized: entryCount)
    )
    for column in 0..<columns {
      let first = packed.starts[column]
      packed.starts[column + 1] = first + sizes[column]
      for offset in 0..<sizes[column] {
        packed.values[first + offset] = values[starts[column] + offset]
        packed.below[first + offset] =
          hasTies(column) ? ties.below(offset, from: starts[column]) : Int32(offset)
      }
    }
    return packed
  }

  /// The inverse of `packed`.
  init(
    count: Int, starts packedStarts: Buffer<Int>, values packed: Buffer<Double>,
    below: Buffer<Int32>, on execution: Execution
  ) throws {
    let columns = packedStarts.count - 1
    let sizes = try Buffer<Int>(uninitialized: columns)
    for column in 0..<columns { sizes[column] = packedStarts[column + 1] - packedStarts[column] }
    if Self.areShort(entryCount: packed.count, columns: columns) {
      try self.init(
        count: count, starts: packedStarts, sizes: sizes, packed: packed, below: below)
      return
    }
    let starts = try Self.starts(of: sizes)
    let values = try SortedDistinctValues(
      uninitialized: starts[columns],
      isSingle: SortedDistinctValues.areSingle(packed.base, count: packed.count))
    let ties = try CumulativeCounts(capacity: starts[columns])
    for column in 0..<columns {
      let first = packedStarts[column]
      values.store(packed.base + first, count: sizes[column], at: starts[column])
      ties.store(below.base + first, size: sizes[column], at: starts[column])
    }
    try self.init(
      count: count, starts: starts, sizes: sizes, values: values, ties: ties, on: execution)
  }

  /// Whether indices would take many times the memory of what they index, and much in total.
  private static func areShort(entryCount: Int, columns: Int) -> Bool {
    !usesIndex || columns > 2048 && entryCount < 32 * columns
  }

  static var usesIndex: Bool {
    #if WITHOUT_RANK_INDEX
      false
    #else
      true
    #endif
  }

  /// The start of each column, and the end of the last. It leaves room for the cache lines that a
  /// search reads after a sentinel.
  static func starts(of sizes: Buffer<Int>) throws -> Buffer<Int> {
    let starts = try Buffer<Int>(repeating: 0, count: sizes.count + 1)
    let block = CumulativeCounts.blockSize
    for column in 0..<sizes.count {
      let entries = sizes[column] - 1 + SortedDistinctValues.sentinels
      starts[column + 1] = starts[column] + (entries + block - 1) / block * block
    }
    return starts
  }
}

/// An element of `SortedDistinctValues`, which a double represents exactly.
protocol DistinctValue: BitwiseCopyable {
  var double: Double { get }
}

extension Float: DistinctValue {
  @inline(__always) var double: Double { Double(self) }
}

extension Double: DistinctValue {
  @inline(__always) var double: Double { self }
}
