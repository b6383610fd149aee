extension NearestNeighbors {
  typealias Visitor = (_ row: Int, Neighbors) throws -> Void

  /// Rows of `X` that are sorted by leaf together: many, so that those of a batch are near each
  /// other.
  private static let spanRows = 1 << 16

  /// Calls `body` for each row of `X` with its `neighbors` nearest rows, or with all if there are
  /// fewer; in any order, on any thread.
  ///
  /// - Parameters:
  ///   - excluded: for each row of `X`, a row of the table to exclude, or -1. With it, one
  ///     neighbour fewer is available.
  ///   - radius: rows with enough neighbours within this distance may be given these in place of
  ///     nearer ones.
  ///   - inParallel: false within work that is already divided among threads.
  func forEachRow(
    of X: MatrixView, neighbors: Int, excluding excluded: UnsafePointer<Int32>? = nil,
    satisfiedWithin radius: Double = -1, inParallel: Bool = true, on execution: Execution,
    _ body: Visitor
  ) throws {
    let wanted = min(neighbors, rows - (excluded == nil ? 0 : 1))
    for first in stride(from: 0, to: X.rows, by: Self.spanRows) {
      let span = first..<min(first + Self.spanRows, X.rows)
      let order = try orderByLeaf(of: X, span, on: execution)
      let offsets = order.base
      try Self.forEachBatch(of: span.count, inParallel, on: execution) { batch in
        try BatchedSearch.with(
          leaves, neighbors: wanted, capacity: batch.count, on: execution
        ) { search in
          search.radius = radius
          for position in batch {
            let row = first + Int(offsets[position])
            X.copyRow(row, into: search.next)
            search.add(excluding: excluded?[row] ?? -1)
          }
          try search.finish { try body(first + Int(offsets[batch.lowerBound + $0]), $1) }
        }
      }
    }
  }

  /// Calls `body` for each of the table's own rows, none of which is its own neighbour.
  func forEachOwnRow(neighbors: Int, on execution: Execution, _ body: Visitor) throws {
    let wanted = min(neighbors, rows - 1)
    try execution.forEach(leaves.count, reports: true) { leaf in
      let numbers = leaves.numbers(leaf)
      try Self.forEachBatch(of: leaves.size(leaf), false, on: execution) { batch in
        try BatchedSearch.with(
          leaves, neighbors: wanted, capacity: batch.count, on: execution
        ) { search in
          for position in batch {
            leaves.copyRow(position, of: leaf, into: search.next)
            search.add(excluding: numbers[position])
          }
          try search.finish { try body(Int(numbers[batch.lowerBound + $0]), $1) }
        }
      }
    }
  }

  /// Divides `count` queries into batches of nearly equal size.
  private static func forEachBatch(
    of count: Int, _ inParallel: Bool, on execution: Execution, _ body: (Range<Int>) throws -> Void
  ) throws {
    let batches = (count + BatchedSearch.maxQueries - 1) / BatchedSearch.maxQueries
    func range(_ batch: Int) -> Range<Int> {
      count * batch / batches..<count * (batch + 1) / batches
    }
    if inParallel { return try execution.forEach(batches) { try body(range($0)) } }
    for batch in 0..<batches { try body(range(batch)) }
  }

  /// The rows of a span ordered by the leaf that contains them, then by number.
  private func orderByLeaf(
    of X: MatrixView, _ span: Range<Int>, on execution: Execution
  ) throws -> Scratch<Int32> {
    let order = try execution.scratch(2 * span.count + leaves.count, of: Int32.self)
    let (leafOf, ends) = (order.base + span.count, order.base + 2 * span.count)
    ends.update(repeating: 0, count: leaves.count)
    for position in 0..<span.count {
      let ownLeaf = leaves.partition.leaf { X[span.lowerBound + position, $0] }
      leafOf[position] = Int32(ownLeaf)
      ends[ownLeaf] += 1
    }
    for leaf in 1..<leaves.count { ends[leaf] += ends[leaf - 1] }
    for position in (0..<span.count).reversed() {
      let ownLeaf = Int(leafOf[position])
      ends[ownLeaf] -= 1
      order.base[Int(ends[ownLeaf])] = Int32(position)
    }
    return order
  }
}
