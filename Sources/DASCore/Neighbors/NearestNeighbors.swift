/// Exact k nearest neighbours among fixed rows.
///
/// The rows are stored in the leaves of a k-d tree. A search skips leaves that are too far,
/// computes lower bounds of the distances in the others by a matrix product in single precision,
/// and computes the distances of the few remaining rows in double precision, from differences, by
/// the one formula of `RowDistance`. The result therefore depends on the query and the rows alone,
/// and equals that of sorting all distances; ties are ordered by row.
///
/// In few dimensions most leaves are skipped; in many dimensions none are, and the matrix product
/// remains.
///
/// - Complexity: memory for one copy of the rows in the type they came in, and 4 bytes a row; a
///   search O(n columns) a query at most, and memory for one batch of queries a thread.
package struct NearestNeighbors: Sendable {
  let leaves: KDTreeLeaves

  /// Rows of a leaf: enough for the matrix product to pay, few enough for a small box.
  static var leafRows: Int {
    #if WITHOUT_KD_TREE
      .max
    #else
      320
    #endif
  }

  /// - Parameter maxRows: the maximum number of rows of a leaf; it changes the speed, never the
  ///   result.
  init(
    _ X: MatrixView, distance: RowDistance, maxRows: Int = leafRows, on execution: Execution
  ) throws {
    leaves = try KDTreeLeaves(X, distance: distance, maxRows: maxRows, on: execution)
  }

  /// Searches among the rows as they are, by the Euclidean distance.
  package init(_ rows: Matrix) throws {
    try self.init(rows.view, distance: RowDistance(columns: rows.columns), on: Execution())
  }

  package var rows: Int { leaves.rows }
  package var columns: Int { leaves.columns }
}

/// The neighbours of one query, nearest first; ties are ordered by row.
struct Neighbors {
  let count: Int
  let indices: UnsafePointer<Int32>
  let distances: UnsafePointer<Double>
}
