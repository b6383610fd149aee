/// Exact k nearest neighbours among fixed rows.
///
/// The rows stand in blocks, the leaves of a k-d tree. A search passes over blocks that are too far,
/// bounds the distances in the others from below, all in one product of matrices in single precision, and
/// computes the distances of the few rows that are left: in double precision, from differences, by the
/// one formula of `RowDistance`. So what is found depends on the query and the rows alone, and equals
/// what sorting all distances would give; of equal distances the first row comes first.
///
/// In few dimensions most blocks are passed over; in many dimensions none are, and what remains is the
/// product.
///
/// - Complexity: memory for one copy of the rows in the type they came in, and 4 bytes a row; a search
///   O(n columns) a query at most, and memory for one block of queries a thread.
public struct NearestNeighbors: Sendable {
  let blocks: RowBlocks

  /// Rows of a block: enough for a product to be worthwhile, few enough for their box to be small.
  static let blockRows = 160

  /// - Parameter mostRows: rows of a block at most; it changes the speed, never the result.
  init(
    _ X: MatrixView, distance: RowDistance, mostRows: Int = blockRows, on execution: Execution
  ) throws {
    blocks = try RowBlocks(X, distance: distance, mostRows: mostRows, on: execution)
  }

  /// Among rows as they are, by Euclid's distance.
  public init(_ rows: Matrix) throws {
    try self.init(rows.view, distance: RowDistance(columns: rows.columns), on: Execution())
  }

  public var rows: Int { blocks.rows }
  public var columns: Int { blocks.columns }
}

/// The neighbours of one query, nearest first; of equal ones the first row.
struct Neighbors {
  let count: Int
  let indices: UnsafePointer<Int32>
  let distances: UnsafePointer<Double>
}

/// Rows to search for: consecutive columns, a stride, and for each perhaps a row of the table that is no
/// neighbour of it, else -1.
struct RowQueries {
  let base: UnsafePointer<Double>
  let stride: Int
  let count: Int
  let excluded: UnsafePointer<Int32>?
}

// MARK: - Search

extension NearestNeighbors {
  typealias Visitor = (_ row: Int, Neighbors) throws -> Void

  /// Calls `body` for each row of `X` with its `neighbors` nearest rows, or with all where there are
  /// fewer; in any order, on any thread.
  func forEachRow(
    of X: MatrixView, neighbors: Int, on execution: Execution, _ body: Visitor
  ) throws {
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      try X.withRowMajor(range, on: execution) { rows, stride in
        let queries = RowQueries(base: rows, stride: stride, count: range.count, excluded: nil)
        try search(queries, neighbors: min(neighbors, self.rows), on: execution) { row, nearest in
          try body(range.lowerBound + row, nearest)
        }
      }
    }
  }

  /// The same for the table's own rows, none of which is a neighbour of itself.
  func forEachOwnRow(neighbors: Int, on execution: Execution, _ body: Visitor) throws {
    let capacity = min(GroupSearch.mostQueries, blocks.places)
    try execution.forEach(blocks.count, reports: true) { block in
      try GroupSearch.with(
        blocks, neighbors: min(neighbors, rows - 1), capacity: capacity, on: execution
      ) { group in
        let (numbers, size) = (blocks.numbers(block), blocks.size(block))
        for index in 0..<size {
          blocks.copyRow(index, of: block, into: group.next)
          group.add(excluding: numbers[index])
          if group.isFull || index == size - 1 {
            let first = index + 1 - group.count
            try group.finish { try body(Int(numbers[first + $0]), $1) }
          }
        }
      }
    }
  }

  /// Searches for some rows, those of neighbouring blocks together.
  func search(
    _ queries: RowQueries, neighbors: Int, on execution: Execution, _ body: Visitor
  ) throws {
    let capacity = min(GroupSearch.mostQueries, queries.count)
    let order = queries.count > capacity ? try orderByHome(queries) : nil
    try GroupSearch.with(blocks, neighbors: neighbors, capacity: capacity, on: execution) { group in
      for place in 0..<queries.count {
        let index = order.map { Int($0.base[place]) } ?? place
        group.next.update(from: queries.base + index * queries.stride, count: columns)
        group.add(excluding: queries.excluded?[index] ?? -1)
        if group.isFull || place == queries.count - 1 {
          let first = place + 1 - group.count
          try group.finish { query, nearest in
            try body(order.map { Int($0.base[first + query]) } ?? first + query, nearest)
          }
        }
      }
    }
  }

  private func orderByHome(_ queries: RowQueries) throws -> Buffer<Int32> {
    let homes = try Buffer<Double>(uninitialized: queries.count)
    for index in 0..<queries.count {
      homes.base[index] = Double(blocks.partition.part(of: queries.base + index * queries.stride))
    }
    return try Sorting.order(of: homes)
  }
}
