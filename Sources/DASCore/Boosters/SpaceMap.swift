/// The map of rows into a space in which distances are measured.
enum SpaceMap: Sendable {
  case scaling(ColumnScaling)
  case ranking(RankScores)

  /// Writes the rows of `range`, mapped, as packed row-major doubles.
  func apply(to X: MatrixView, _ range: Range<Int>, into target: UnsafeMutablePointer<Double>) {
    switch self {
    case .scaling(let scaling): scaling.apply(to: X, range, into: target)
    case .ranking(let scores): scores.apply(to: X, range, into: target)
    }
  }

  /// All rows of a table, mapped.
  func mapped(_ X: MatrixView) throws -> Matrix {
    let result = try Matrix(rows: X.rows, columns: X.columns)
    apply(to: X, 0..<X.rows, into: result.row(0))
    return result
  }

  /// Its factors and shifts, if it is affine.
  var scaling: ColumnScaling? {
    if case .scaling(let scaling) = self { scaling } else { nil }
  }
}
