/// The space that neighbours are searched in: the training rows in it, and the map of other rows
/// into it.
struct NeighborSpace: Sendable {
  let search: NearestNeighbors
  /// nil if rows are measured as they are.
  let whitening: Whitening?

  /// Rows that are whitened together, so that scoring many takes little memory.
  private static let partRows = 1 << 13

  func forEachRow(
    of X: MatrixView, neighbors: Int, on execution: Execution, _ body: NearestNeighbors.Visitor
  ) throws {
    guard let whitening else {
      return try search.forEachRow(of: X, neighbors: neighbors, on: execution, body)
    }
    let memory = try execution.scratch(min(X.rows, Self.partRows) * X.columns)
    for first in stride(from: 0, to: X.rows, by: Self.partRows) {
      let part = X.rows(first..<min(first + Self.partRows, X.rows))
      try whitening.write(part, into: memory.base, on: execution)
      let rows = MatrixView(
        base: memory.base, rows: part.rows, columns: part.columns, rowStride: part.columns,
        columnStride: 1, type: .float64)
      try search.forEachRow(of: rows, neighbors: neighbors, on: execution) { row, nearest in
        try body(first + row, nearest)
      }
    }
  }

  /// `NearestNeighbors.restore` for rows before whitening.
  func restore(
    _ ownScores: Buffer<Double>, of X: MatrixView, into scores: UnsafeMutablePointer<Double>,
    on execution: Execution, score: () throws -> Void
  ) throws {
    let rows = try whitening?.apply(to: X, on: execution).view ?? X
    try search.restore(ownScores, of: rows, into: scores, on: execution, score: score)
  }
}
