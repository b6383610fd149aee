extension NearestNeighbors {
  typealias Visitor = (_ row: Int, Neighbors) throws -> Void

  /// Rows of `X` that are put in order together: many, so that those of a group are near each other.
  private static let spanRows = 1 << 16

  /// Calls `body` for each row of `X` with its `neighbors` nearest rows, or with all where there are
  /// fewer; in any order, on any thread.
  ///
  /// - Parameters:
  ///   - excluded: for each row of `X` a row of the table that does not count, or -1; with it, there is
  ///     one neighbour less to be had.
  ///   - inParallel: false inside of work that is shared among threads already.
  func forEachRow(
    of X: MatrixView, neighbors: Int, excluding excluded: UnsafePointer<Int32>? = nil,
    inParallel: Bool = true, on execution: Execution, _ body: Visitor
  ) throws {
    let wanted = min(neighbors, rows - (excluded == nil ? 0 : 1))
    for first in stride(from: 0, to: X.rows, by: Self.spanRows) {
      let span = first..<min(first + Self.spanRows, X.rows)
      let order = try homeOrder(of: X, span, inParallel, on: execution)
      try Self.forEachGroup(of: span.count, inParallel, on: execution) { places in
        try GroupSearch.with(
          blocks, neighbors: wanted, capacity: places.count, on: execution
        ) { group in
          func row(_ place: Int) -> Int { first + (order.map { Int($0.base[place]) } ?? place) }
          for place in places {
            X.copyRow(row(place), into: group.next)
            group.add(excluding: excluded?[row(place)] ?? -1)
          }
          try group.finish { try body(row(places.lowerBound + $0), $1) }
        }
      }
    }
  }

  /// The same for the table's own rows, none of which is a neighbour of itself.
  func forEachOwnRow(neighbors: Int, on execution: Execution, _ body: Visitor) throws {
    let wanted = min(neighbors, rows - 1)
    try execution.forEach(blocks.count, reports: true) { block in
      let numbers = blocks.numbers(block)
      try Self.forEachGroup(of: blocks.size(block), false, on: execution) { places in
        try GroupSearch.with(
          blocks, neighbors: wanted, capacity: places.count, on: execution
        ) { group in
          for place in places {
            blocks.copyRow(place, of: block, into: group.next)
            group.add(excluding: numbers[place])
          }
          try group.finish { try body(Int(numbers[places.lowerBound + $0]), $1) }
        }
      }
    }
  }

  /// Cuts `count` queries into groups of nearly equal size.
  private static func forEachGroup(
    of count: Int, _ inParallel: Bool, on execution: Execution, _ body: (Range<Int>) throws -> Void
  ) throws {
    let groups = (count + GroupSearch.mostQueries - 1) / GroupSearch.mostQueries
    func range(_ group: Int) -> Range<Int> {
      count * group / groups..<count * (group + 1) / groups
    }
    if inParallel { return try execution.forEach(groups) { try body(range($0)) } }
    for group in 0..<groups { try body(range(group)) }
  }

  /// The rows of a span by the blocks they fall into; nil where they are one group anyhow.
  private func homeOrder(
    of X: MatrixView, _ span: Range<Int>, _ inParallel: Bool, on execution: Execution
  ) throws -> Buffer<Int32>? {
    if span.count <= GroupSearch.mostQueries || blocks.count == 1 { return nil }
    let homes = try Buffer<Double>(uninitialized: span.count)
    try Self.forEachGroup(of: span.count, inParallel, on: execution) { places in
      let row = try execution.scratch(columns)
      for place in places {
        X.copyRow(span.lowerBound + place, into: row.base)
        homes.base[place] = Double(blocks.partition.part(of: row.base))
      }
    }
    return try Sorting.order(of: homes)
  }
}
