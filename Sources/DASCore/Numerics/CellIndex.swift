/// An index into ascending distinct values: where is the first one that is at least x?
///
/// 63 knots, values at equal steps of rank, split a column into 64 stretches, and each stretch is cut into
/// cells of equal width, one for each value in it or for some: a histogram that approximates the distribution by 64
/// straight lines. Both steps are monotone functions of x, rounding included, so the place
/// sought lies between the first places of x's cell and of the next one, and the search ends there.
///
/// - Complexity: 4 bytes a cell. A look-up costs 6 steps without branches and a step or two in
///   the cell; where the values of a stretch are far from even, a binary search in the cell.
struct CellIndex: Sendable {
  private static let stretches = 64

  /// Column c owns the cells `starts[c] ..< starts[c + 1]`, of which the last is a sentinel.
  private let starts: Buffer<Int>
  /// The first place of each cell.
  private let places: Buffer<Int32>
  private let knots: Buffer<Double>
  private let lines: Buffer<CellLine>

  /// Indexes columns that own `sizes[c]` places of `values` from `starts[c]` on, the last a sentinel.
  init(
    starts valueStarts: Buffer<Int>, sizes: Buffer<Int>, values: EmpiricalValues,
    valuesInCell: Int, on execution: Execution
  ) throws {
    let columns = sizes.count
    starts = try Buffer(repeating: 0, count: columns + 1)
    for column in 0..<columns {
      // One or two more for each stretch, and the sentinel.
      let most = sizes.base[column] / valuesInCell + 2 * Self.stretches + 1
      starts.base[column + 1] = starts.base[column] + most
    }
    places = try Buffer(uninitialized: starts.base[columns])
    knots = try Buffer(uninitialized: columns * Self.stretches)
    lines = try Buffer(uninitialized: columns * Self.stretches)
    try execution.forEach(columns) { column in
      let (start, distinct) = (valueStarts.base[column], sizes.base[column] - 1)
      switch values {
      case .single(let table): fill(column, table.base + start, distinct, valuesInCell)
      case .double(let table): fill(column, table.base + start, distinct, valuesInCell)
      }
    }
  }

  @inline(__always)
  private func fill<Value: EmpiricalValue>(
    _ column: Int, _ values: UnsafePointer<Value>, _ distinct: Int, _ valuesInCell: Int
  ) {
    let first = column * Self.stretches
    let places = places.base + starts.base[column]
    var (next, firstCell) = (0, 0)
    for stretch in 0..<Self.stretches {
      let low = distinct * stretch / Self.stretches
      let high = distinct * (stretch + 1) / Self.stretches
      let cells = (high - low) / valuesInCell
      let line = CellLine(
        from: values[low].double, to: values[min(high, distinct - 1)].double, cells: cells,
        firstCell: firstCell)
      firstCell += cells + 1
      // Where values are fewer than stretches, some stretches are empty: their knots equal the next
      // one, which the search prefers.
      knots.base[first + stretch] = values[low].double
      lines.base[first + stretch] = line
      for place in low..<high {
        let cell = line.cell(of: values[place].double)
        while next <= cell {
          places[next] = Int32(truncatingIfNeeded: place)
          next &+= 1
        }
      }
    }
    for cell in next...firstCell { places[cell] = Int32(distinct) }
  }

  @inline(__always)
  func column(_ column: Int) -> CellFinder {
    CellFinder(
      places: places.base + starts.base[column], knots: knots.base + column * Self.stretches,
      lines: lines.base + column * Self.stretches)
  }
}

/// Maps a stretch of a column onto its cells.
struct CellLine: BitwiseCopyable, Sendable {
  let origin: Double
  let factor: Double
  let last: Double
  let firstCell: Int

  /// `cells` + 1 cells from one value to another: the last one begins at `to`.
  init(from: Double, to: Double, cells: Int, firstCell: Int) {
    let slope = Double(cells) / (to - from)
    (origin, factor) = (from, slope.isFinite ? slope : 0)
    (last, self.firstCell) = (Double(cells), firstCell)
  }

  /// The number of a value's cell, rising with `value`; NaN falls into the first cell.
  @inline(__always)
  func cell(of value: Double) -> Int {
    firstCell &+ Int(max(0, min((value - origin) * factor, last)))
  }
}

/// The index of one column, in the form that the loop over rows reads.
struct CellFinder {
  let places: UnsafePointer<Int32>
  let knots: UnsafePointer<Double>
  let lines: UnsafePointer<CellLine>

  /// The number of a value's cell: the last stretch whose knot is not above it, then the line.
  @inline(__always)
  func cell(of value: Double) -> Int {
    var stretch = 0
    stretch &+= knots[stretch &+ 32] <= value ? 32 : 0
    stretch &+= knots[stretch &+ 16] <= value ? 16 : 0
    stretch &+= knots[stretch &+ 8] <= value ? 8 : 0
    stretch &+= knots[stretch &+ 4] <= value ? 4 : 0
    stretch &+= knots[stretch &+ 2] <= value ? 2 : 0
    stretch &+= knots[stretch &+ 1] <= value ? 1 : 0
    return lines[stretch].cell(of: value)
  }

  /// For each value the first place that holds at least as much.
  @inline(__always)
  func findPlaces<Value: EmpiricalValue>(
    of queries: UnsafePointer<Double>, count: Int, in values: UnsafePointer<Value>,
    into lows: UnsafeMutablePointer<Int32>, scratch highs: UnsafeMutablePointer<Int32>
  ) {
    for row in 0..<count { lows[row] = Int32(truncatingIfNeeded: cell(of: queries[row])) }
    for row in 0..<count {
      let cell = Int(lows[row])
      (lows[row], highs[row]) = (places[cell], places[cell &+ 1])
    }
    // One step of the search for all: this is what brings the values into the cache.
    for row in 0..<count {
      lows[row] &+= values[Int(lows[row])].double < queries[row] ? 1 : 0
    }
    for row in 0..<count {
      lows[row] = Int32(
        truncatingIfNeeded: place(
          of: queries[row], in: values, from: Int(lows[row]), to: Int(highs[row])))
    }
  }

  /// The search goes on from `low`; the place sought is at most `high`, and may be `low` already.
  @inline(__always)
  private func place<Value: EmpiricalValue>(
    of value: Double, in values: UnsafePointer<Value>, from low: Int, to high: Int
  ) -> Int {
    var (low, high) = (low, high)
    while high &- low > 8 {
      let middle = (low &+ high) / 2
      if values[middle].double < value { low = middle &+ 1 } else { high = middle }
    }
    // The sentinel, or a value of a later cell, ends this.
    while values[low].double < value { low &+= 1 }
    return low
  }
}
