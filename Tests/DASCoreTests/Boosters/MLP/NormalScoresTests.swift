import Testing

@testable import DASCore

@Suite struct NormalScoresTests {
  private func fit(_ X: Matrix) throws -> NormalScores {
    let execution = Execution()
    return try NormalScores.fit(
      X.view, ColumnStatistics(X.view, on: execution), seed: 1, on: execution)
  }

  private func scores(_ fitted: NormalScores, _ X: Matrix) throws -> [[Double]] {
    let target = try Buffer<Float>(uninitialized: X.columns)
    return (0..<X.rows).map { row in
      fitted.apply(to: X.row(row), into: target.base, bound: 8)
      return target.array.map { Double($0) }
    }
  }

  /// Few distinct values are all quantiles: the quantile of the mid-rank, ties included.
  @Test func valuesScoreTheQuantileOfTheirMidRank() throws {
    let X = try Matrix([[3, 0], [1, 0], [1, 0], [9, 5]])
    let found = try scores(fit(X), X)
    let expected = [(0.625, 0.375), (0.25, 0.375), (0.25, 0.375), (0.875, 0.875)]
    for (row, fractions) in zip(found, expected) {
      #expect(abs(row[0] - NormalDistribution.quantile(fractions.0)) < 1e-6)
      #expect(abs(row[1] - NormalDistribution.quantile(fractions.1)) < 1e-6)
    }
  }

  /// No monotone map of a column changes the scores of its training values, given few of them.
  @Test func unitsAndTailsDoNotMatter() throws {
    let X = try TestTables.normal(rows: 200, columns: 2, seed: 1)
    let cubed = try Matrix(X.values.map { $0.map { 1e3 * $0 * $0 * $0 } })
    #expect(try scores(fit(X), X) == scores(fit(cubed), cubed))
  }

  /// Scores between 256 quantiles of many values are close to those of the values' own ranks. They
  /// rise with values, and go on beyond the training rows.
  @Test func scoresOfNormalRowsAreNearlyTheRows() throws {
    let X = try TestTables.normal(rows: 20_000, columns: 1, seed: 1)
    let fitted = try fit(X)
    let probes = try Matrix(stride(from: -9.0, through: 9, by: 0.25).map { [$0] })
    let found = try scores(fitted, probes).map { $0[0] }
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 <= $1 })
    for (probe, score) in zip(probes.values, found) where abs(probe[0]) <= 2 {
      #expect(abs(probe[0] - score) < 0.1)
    }
    #expect(found.first == -8 && found.last == 8)
  }

  /// A constant column scores 0, and a far value the bound.
  @Test func constantColumnsScoreZero() throws {
    let fitted = try fit(Matrix([[4], [4], [4]]))
    #expect(try scores(fitted, Matrix([[4], [1e150], [-1e150]])) == [[0], [8], [-8]])
  }
}
