extension NearestNeighbors {
  /// Writes the scores that the fit gave its rows, to those rows of `X` that they are: its i-th row is
  /// the i-th row of the fit. Others, of a table that is not the one fitted, get what `score` writes.
  func restore(
    _ ownScores: Buffer<Double>, of X: MatrixView, into scores: UnsafeMutablePointer<Double>,
    on execution: Execution, score: () throws -> Void
  ) throws {
    let isOwn = try Buffer<Bool>(repeating: false, count: X.rows)
    try execution.forEach(blocks.count) { try compare($0, with: X, isOwn) }
    if isOwn.elements.contains(false) { try score() }
    for row in 0..<X.rows where isOwn.base[row] { scores[row] = ownScores.base[row] }
  }

  private func compare(_ block: Int, with X: MatrixView, _ isOwn: Buffer<Bool>) throws {
    let rows = try Matrix(rows: 2, columns: columns)
    let numbers = blocks.numbers(block)
    for index in 0..<blocks.size(block) where Int(numbers[index]) < X.rows {
      let row = Int(numbers[index])
      X.copyRow(row, into: rows.row(0))
      blocks.copyRow(index, of: block, into: rows.row(1))
      isOwn.base[row] = (0..<columns).allSatisfy { rows.row(0)[$0] == rows.row(1)[$0] }
    }
  }
}
