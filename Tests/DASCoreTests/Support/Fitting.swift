@testable import DASCore

extension Detector {
  /// The detector fitted to a table.
  func fit(_ X: Matrix) throws -> any FittedDetector { try fit(X.view, seed: 0, on: Execution()) }
}

extension RowScorer {
  /// The scores of a table's rows.
  func scores(of X: Matrix) throws -> [Double] { try scores(X.view, on: Execution()).array }

  /// The scores of a table's rows as those of the fit.
  func trainingScores(of X: Matrix) throws -> [Double] {
    try trainingScores(X.view, on: Execution()).array
  }
}
