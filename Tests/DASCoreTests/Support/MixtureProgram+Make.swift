@testable import DASCore

extension MixtureProgram {
  /// Runs against a `NormScorer`, which takes tables of any width.
  func make(_ count: Int, from X: Matrix, seed: UInt64 = 0, threads: Int = 1) throws -> Matrix {
    try synthesize(
      count, against: NormScorer(columns: X.columns), from: X.view, seed: seed,
      on: Execution(threads: threads))
  }
}
