extension NearestNeighbors {
  /// Writes the training scores of those rows of `X` that are training rows: its i-th row, if it
  /// equals the i-th row of the fit. All others get what `score` writes.
  func restore(
    _ ownScores: Buffer<Double>, of X: MatrixView, into scores: UnsafeMutablePointer<Double>,
    on execution: Execution, score: () throws -> Void
  ) throws {
    let isOwn = try Buffer<Bool>(repeating: false, count: X.rows)
    try execution.forEach(leaves.count) { try compare($0, with: X, isOwn) }
    if isOwn.elements.contains(false) { try score() }
    for row in 0..<X.rows where isOwn.base[row] { scores[row] = ownScores.base[row] }
  }

  private func compare(_ leaf: Int, with X: MatrixView, _ isOwn: Buffer<Bool>) throws {
    let rows = try Matrix(rows: 2, columns: columns)
    let numbers = leaves.numbers(leaf)
    for index in 0..<leaves.size(leaf) where Int(numbers[index]) < X.rows {
      let row = Int(numbers[index])
      X.copyRow(row, into: rows.row(0))
      leaves.copyRow(index, of: leaf, into: rows.row(1))
      isOwn.base[row] = (0..<columns).allSatisfy { rows.row(0)[$0] == rows.row(1)[$0] }
    }
  }
}
