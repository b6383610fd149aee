extension EmpiricalDistributions {
  /// The distributions of the columns of X. `visit` receives each column, sorted, on any thread.
  ///
  /// Each column reserves room for as many values as there are rows. What ties leave free is never
  /// touched, so it takes address space but no memory; if that is most of the room, the columns are
  /// moved together.
  ///
  /// - Complexity: O(n d) time by radix sort.
  init(
    _ X: MatrixView, on execution: Execution,
    visiting visit: (_ column: Int, _ values: UnsafePointer<Double>) -> Void
  ) throws {
    guard X.rows < Int(Int32.max) else {
      throw DASError(.outOfRange, "cannot rank \(X.rows) rows: at most 2^31 - 2")
    }
    let sizes = try Buffer<Int>(repeating: X.rows + 1, count: X.columns)
    let starts = try Self.starts(of: sizes)
    let isSingle = try Self.isSingle(X, on: execution)
    let values = try SortedDistinctValues(uninitialized: starts[X.columns], isSingle: isSingle)
    let ties = try CumulativeCounts(capacity: starts[X.columns])
    try execution.forEach(X.columns, reports: true) { column in
      let sorted = try Buffer<Double>(uninitialized: X.rows + 1)
      X.copyColumn(column, rows: 0..<X.rows, into: sorted.base)
      try Sorting.sort(
        UnsafeMutableBufferPointer(start: sorted.base, count: X.rows), areSingle: isSingle)
      visit(column, sorted.base)
      let start = starts.base[column]
      let size = Self.removeTies(of: sorted.base, count: X.rows, storing: ties, at: start)
      sizes.base[column] = size
      values.store(sorted.base, count: size, at: start)
    }
    try self.init(
      count: X.rows, starts: starts, sizes: sizes, values: values, ties: ties, on: execution)
    if !Self.usesIndex || entryCount < starts[X.columns] / 4 {
      let (starts, values, below) = try packed()
      try self.init(count: X.rows, starts: starts, values: values, below: below, on: execution)
    }
  }

  private static func isSingle(_ X: MatrixView, on execution: Execution) throws -> Bool {
    if X.type == .float32 { return true }
    for block in 0..<X.blockCount {
      let range = X.blockRange(block)
      let isSingle = try X.withRowMajor(range, on: execution) { rows, stride in
        (0..<range.count).allSatisfy {
          SortedDistinctValues.areSingle(rows + $0 * stride, count: X.columns)
        }
      }
      if !isSingle { return false }
    }
    return true
  }

  /// Moves the distinct values of ascending `values` to the front, ends them with the sentinel,
  /// stores their counts and returns the number of entries.
  private static func removeTies(
    of values: UnsafeMutablePointer<Double>, count: Int, storing ties: CumulativeCounts,
    at start: Int
  ) -> Int {
    values[count] = .infinity
    var repeated = 0
    for row in 0..<count { repeated &+= values[row] == values[row &+ 1] ? 1 : 0 }
    // Without ties an offset is its own count.
    if repeated == 0 { return count + 1 }
    var below = CumulativeCounts.Block(repeating: 0)
    var (size, filled) = (0, 0)
    for row in 0...count {
      let value = values[row]
      if size > 0, value == values[size &- 1] { continue }
      (values[size], below[filled]) = (value, Int32(truncatingIfNeeded: row))
      (size, filled) = (size &+ 1, filled &+ 1)
      if filled == CumulativeCounts.blockSize || row == count {
        ties.store(below, offsets: (size - filled)..<size, at: start)
        filled = 0
      }
    }
    return size
  }
}
