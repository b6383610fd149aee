import CKernels

/// An index into ascending distinct values: where is the first one that is at least x?
///
/// 64 knots, values at equal steps of rank, split a column into stretches, and each stretch is cut into
/// equally many cells of equal width, one for every other value or third: a histogram that approximates the
/// distribution by 64 straight lines. Both steps are monotone functions of x, rounding included, so the place
/// sought lies between the first places of x's cell and of the next one, and the search ends there.
///
/// - Complexity: 2 bytes a double and 4/3 a float. A look-up costs 6 steps without branches, and a line of
///   the cache or two for the cell and for its values; where the values of a stretch are far from even,
///   a binary search in the cell.
struct RankIndex: Sendable {
  private static let stretches = Int(LIBDAS_STRETCHES)

  /// Column c owns the cells `starts[c] ..< starts[c + 1]`, of which the last is a sentinel.
  private let starts: Buffer<Int>
  /// The first place of each cell.
  private let places: Buffer<Int32>
  private let knots: Buffer<Double>
  private let factors: Buffer<Double>

  /// Indexes columns that own `sizes[c]` places of `values` from `starts[c]` on, the last a sentinel.
  init(
    starts valueStarts: Buffer<Int>, sizes: Buffer<Int>, values: SortedDistinctValues,
    on execution: Execution
  ) throws {
    let columns = sizes.count
    starts = try Buffer(repeating: 0, count: columns + 1)
    for column in 0..<columns {
      let inStretch = (sizes[column] - 1) / (Self.stretches * values.inCell) + 1
      starts[column + 1] = starts[column] + Self.stretches * inStretch + 1
    }
    places = try Buffer(uninitialized: starts[columns])
    knots = try Buffer(uninitialized: columns * Self.stretches)
    factors = try Buffer(uninitialized: columns * Self.stretches)
    try execution.forEach(columns) { column in
      let (start, distinct) = (valueStarts.base[column], sizes.base[column] - 1)
      switch values {
      case .single(let table): try fill(column, table.base + start, distinct, on: execution)
      case .double(let table): try fill(column, table.base + start, distinct, on: execution)
      }
    }
  }

  /// The index of a column, in the form that look-ups take.
  func column(_ column: Int) -> libdas_cells {
    let cells = starts.base[column + 1] - starts.base[column] - 1
    return libdas_cells(
      places: places.base + starts.base[column], knots: knots.base + column * Self.stretches,
      factors: factors.base + column * Self.stretches, last: Int32(cells / Self.stretches - 1))
  }
}

// MARK: - Filling

extension RankIndex {
  @inline(__always)
  private func fill<Value: DistinctValue>(
    _ column: Int, _ values: UnsafePointer<Value>, _ distinct: Int, on execution: Execution
  ) throws {
    drawLines(column, through: values, distinct)
    try placeValues(column, values, distinct, on: execution)
    // An empty cell has the place of the next one.
    let (places, cells) = (places.base + starts.base[column], starts.base[column + 1])
    var next = Int32(distinct)
    for cell in stride(from: cells - starts.base[column] - 1, through: 0, by: -1) {
      next = min(next, places[cell])
      places[cell] = next
    }
  }

  @inline(__always)
  private func drawLines<Value: DistinctValue>(
    _ column: Int, through values: UnsafePointer<Value>, _ distinct: Int
  ) {
    let last = Double(self.column(column).last)
    for stretch in 0..<Self.stretches {
      let low = distinct * stretch / Self.stretches
      let high = min(distinct * (stretch + 1) / Self.stretches, distinct - 1)
      // Where values are fewer than stretches, some stretches are empty: their knots equal the next
      // one, which the search prefers.
      let knot = values[low].double
      let slope = last / (values[high].double - knot)
      knots.base[column * Self.stretches + stretch] = knot
      factors.base[column * Self.stretches + stretch] = slope.isFinite ? slope : 0
    }
  }

  /// Notes the first place of each cell that has values; of the others, the end.
  @inline(__always)
  private func placeValues<Value: DistinctValue>(
    _ column: Int, _ values: UnsafePointer<Value>, _ distinct: Int, on execution: Execution
  ) throws {
    let places = places.base + starts.base[column]
    let count = starts.base[column + 1] - starts.base[column]
    places.update(repeating: Int32(distinct), count: count)
    var index = self.column(column)
    let batch = 512
    let x = try execution.scratch(batch)
    let cells = try execution.scratch(batch, of: Int32.self)
    // Downwards, so that the first place of a cell stays.
    var end = distinct
    while end > 0 {
      let first = max(end - batch, 0)
      for place in first..<end { x.base[place - first] = values[place].double }
      libdas_find_cells(&index, end - first, x.base, cells.base)
      for place in (first..<end).reversed() {
        places[Int(cells.base[place - first])] = Int32(truncatingIfNeeded: place)
      }
      end = first
    }
  }
}
