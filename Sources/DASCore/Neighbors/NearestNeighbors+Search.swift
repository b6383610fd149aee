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
      let order = try homeOrder(of: X, span, on: execution)
      let places = order.base
      try Self.forEachGroup(of: span.count, inParallel, on: execution) { group in
        try BatchedSearch.with(
          blocks, neighbors: wanted, capacity: group.count, on: execution
        ) { search in
          for place in group {
            let row = first + Int(places[place])
            X.copyRow(row, into: search.next)
            search.add(excluding: excluded?[row] ?? -1)
          }
          try search.finish { try body(first + Int(places[group.lowerBound + $0]), $1) }
        }
      }
    }
  }

  /// The same for the table's own rows, none of which is a neighbour of itself.
  func forEachOwnRow(neighbors: Int, on execution: Execution, _ body: Visitor) throws {
    let wanted = min(neighbors, rows - 1)
    try execution.forEach(blocks.count, reports: true) { block in
      let numbers = blocks.numbers(block)
      try Self.forEachGroup(of: blocks.size(block), false, on: execution) { group in
        try BatchedSearch.with(
          blocks, neighbors: wanted, capacity: group.count, on: execution
        ) { search in
          for place in group {
            blocks.copyRow(place, of: block, into: search.next)
            search.add(excluding: numbers[place])
          }
          try search.finish { try body(Int(numbers[group.lowerBound + $0]), $1) }
        }
      }
    }
  }

  /// Cuts `count` queries into groups of nearly equal size.
  private static func forEachGroup(
    of count: Int, _ inParallel: Bool, on execution: Execution, _ body: (Range<Int>) throws -> Void
  ) throws {
    let groups = (count + BatchedSearch.mostQueries - 1) / BatchedSearch.mostQueries
    func range(_ group: Int) -> Range<Int> {
      count * group / groups..<count * (group + 1) / groups
    }
    if inParallel { return try execution.forEach(groups) { try body(range($0)) } }
    for group in 0..<groups { try body(range(group)) }
  }

  /// The rows of a span by the blocks they fall into, each block's in their order.
  private func homeOrder(
    of X: MatrixView, _ span: Range<Int>, on execution: Execution
  ) throws -> Scratch<Int32> {
    let order = try execution.scratch(2 * span.count + blocks.count, of: Int32.self)
    let (homes, ends) = (order.base + span.count, order.base + 2 * span.count)
    ends.update(repeating: 0, count: blocks.count)
    for place in 0..<span.count {
      let home = blocks.partition.part { X[span.lowerBound + place, $0] }
      homes[place] = Int32(home)
      ends[home] += 1
    }
    for block in 1..<blocks.count { ends[block] += ends[block - 1] }
    for place in (0..<span.count).reversed() {
      let home = Int(homes[place])
      ends[home] -= 1
      order.base[Int(ends[home])] = Int32(place)
    }
    return order
  }
}
