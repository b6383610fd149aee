import Synchronization

@testable import DASCore

/// Scores a row by its distance from the origin, and counts the rows that it was asked for.
final class NormScorer: RowScorer {
  let columns: Int
  let rowsScored = Atomic<Int>(0)

  init(columns: Int) { self.columns = columns }

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    rowsScored.wrappingAdd(X.rows, ordering: .relaxed)
    for row in 0..<X.rows {
      scores[row] = (0..<columns).reduce(0) { $0 + X[row, $1] * X[row, $1] }.squareRoot()
    }
  }
}
