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
package struct NearestNeighbors: Sendable {
  let blocks: KDTreeLeaves

  /// Rows of a block: enough for a product to be worthwhile, few enough for their box to be small.
  static let blockRows = 320

  /// - Parameter mostRows: rows of a block at most; it changes the speed, never the result.
  init(
    _ X: MatrixView, distance: RowDistance, mostRows: Int = blockRows, on execution: Execution
  ) throws {
    blocks = try KDTreeLeaves(X, distance: distance, mostRows: mostRows, on: execution)
  }

  /// Among rows as they are, by Euclid's distance.
  package init(_ rows: Matrix) throws {
    try self.init(rows.view, distance: RowDistance(columns: rows.columns), on: Execution())
  }

  package var rows: Int { blocks.rows }
  package var columns: Int { blocks.columns }
}

/// The neighbours of one query, nearest first; of equal ones the first row.
struct Neighbors {
  let count: Int
  let indices: UnsafePointer<Int32>
  let distances: UnsafePointer<Double>
}
