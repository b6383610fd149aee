extension EmpiricalDistributions {
  /// The distributions of the columns of X. `visit` sees each column in row order, on any thread.
  ///
  /// - Complexity: O(n d) time by radix sort.
  init(
    _ X: MatrixView, on execution: Execution,
    visiting visit: (_ column: Int, _ values: UnsafePointer<Double>) -> Void
  ) throws {
    guard X.rows < Int(Int32.max) else {
      throw DASError(.outOfRange, "cannot rank \(X.rows) rows: at most 2^31 - 2")
    }
    let sorted = try Matrix(rows: X.columns, columns: X.rows + 1)
    let below = try Buffer<Int32>(uninitialized: sorted.storage.count)
    let distinct = try Buffer<Int>(uninitialized: X.columns)
    try execution.forEach(X.columns, reports: true) { column in
      let values = sorted.row(column)
      X.copyColumn(column, rows: 0..<X.rows, into: values)
      visit(column, values)
      try Sorting.sort(UnsafeMutableBufferPointer(start: values, count: X.rows))
      distinct.base[column] = Self.removeTies(
        of: values, count: X.rows, below: below.base + column * (X.rows + 1))
    }
    let starts = try Buffer<Int>(repeating: 0, count: X.columns + 1)
    for column in 0..<X.columns {
      starts.base[column + 1] = starts.base[column] + distinct.base[column] + 1
    }
    try self.init(
      count: X.rows, starts: starts, values: Self.pack(sorted.storage, starts, stride: X.rows + 1),
      below: Self.pack(below, starts, stride: X.rows + 1), on: execution)
  }

  /// Moves the distinct values of ascending `values` to the front and closes both tables.
  private static func removeTies(
    of values: UnsafeMutablePointer<Double>, count: Int, below: UnsafeMutablePointer<Int32>
  ) -> Int {
    var distinct = 0
    for place in 0..<count where place == 0 || values[place] != values[distinct - 1] {
      (values[distinct], below[distinct]) = (values[place], Int32(place))
      distinct += 1
    }
    (values[distinct], below[distinct]) = (.infinity, Int32(count))
    return distinct
  }

  /// The columns end to end, without the gaps that ties left.
  private static func pack<Element>(
    _ table: Buffer<Element>, _ starts: Buffer<Int>, stride: Int
  ) throws -> Buffer<Element> {
    let columns = starts.count - 1
    if starts.base[columns] == table.count { return table }
    let packed = try Buffer<Element>(uninitialized: starts.base[columns])
    for column in 0..<columns {
      (packed.base + starts.base[column]).update(
        from: table.base + column * stride, count: starts.base[column + 1] - starts.base[column])
    }
    return packed
  }
}
