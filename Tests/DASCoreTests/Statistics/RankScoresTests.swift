import Testing

@testable import DASCore

@Suite struct RankScoresTests {
  private func fit(_ X: Matrix, threads: Int = 1) throws -> RankScores {
    try RankScores(X.view, on: Execution(threads: threads))
  }

  private func apply(_ scores: RankScores, _ X: Matrix) throws -> [Double] {
    try SpaceMap.ranking(scores).mapped(X.view).storage.array
  }

  /// Up to 256 distinct values each have the quantile at their mid-rank, ties included.
  @Test(arguments: [2, 40, 256]) func knownValuesHaveTheirMidRank(levels: Int) throws {
    let X = try TestTables.discrete(rows: 900, columns: 1, levels: levels)
    let scores = try fit(X)
    let column = X.storage.array
    for value in Set(column) {
      let (below, equal) = (column.count { $0 < value }, column.count { $0 == value })
      let rank = Double(2 * below + equal) / Double(2 * column.count)
      #expect(scores.score(value, 0) == NormalQuantile.value(rank))
    }
  }

  /// Of more distinct values 256 are kept; the scores of the others are near those of their ranks.
  @Test func longColumnsHaveFewQuantiles() throws {
    let X = try Matrix((0..<5000).map { [Double($0)] })
    let scores = try fit(X)
    #expect(scores.values.count == RankScores.maxQuantiles)
    for row in stride(from: 0, to: 5000, by: 11) {
      let expected = NormalQuantile.value((Double(row) + 0.5) / 5000)
      #expect((scores.score(Double(row), 0) - expected).magnitude < 0.5)
      if (500..<4500).contains(row) {
        #expect((scores.score(Double(row), 0) - expected).magnitude < 1e-3)
      }
    }
  }

  /// A strictly increasing map of a column, of any curvature, changes no score.
  @Test(arguments: [2, 40, 100_000]) func areInvariantUnderMonotoneMaps(levels: Int) throws {
    let X = try TestTables.discrete(rows: 250, columns: 3, levels: levels)
    let mapped = try Matrix(copying: X.view)
    for row in 0..<250 {
      mapped[row, 0] = 7 - 100 / (1 + X[row, 0])
      mapped[row, 1] = X[row, 1] * X[row, 1] * X[row, 1]
      mapped[row, 2] = 1e100 * X[row, 2]
    }
    #expect(try apply(fit(mapped), mapped) == apply(fit(X), X))
  }

  /// Scores never fall with the value, between the quantiles and beyond them.
  @Test func scoresAreMonotone() throws {
    let scores = try fit(TestTables.normal(rows: 2000, columns: 1))
    let values = (-600...600).map { scores.score(Double($0) / 100, 0) }
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 })
  }

  /// Beyond the ends scores are those of a single row there, finite for every value.
  @Test func farValuesAreClamped() throws {
    let X = try Matrix([[0, 5, 1], [0, 5, 2], [0, 5, 3], [1, 5, 4]])
    let scores = try fit(X)
    let limit = NormalQuantile.value(7.0 / 8)
    for value in [-1e150, -1e-300] { #expect(scores.score(value, 0) == -limit) }
    for value in [1, 1.5, 1e150] { #expect(scores.score(value, 0) == limit) }
    #expect([4, 5, 6].map { scores.score($0, 1) } == [-limit, 0, limit])
    #expect(scores.score(1, 2) == -limit && scores.score(4, 2) == limit)
    #expect(try fit(Matrix([[3.0]])).score(9, 0) == 0)
  }

  @Test func threadsAndTypesChangeNothing() throws {
    let X = try TestTables.roundedToFloat(TestTables.normal(rows: 700, columns: 9))
    let single = try StridedTable(X, .rowMajor, .float32).view
    let expected = try apply(fit(X), X)
    #expect(try apply(fit(X, threads: 4), X) == expected)
    #expect(try apply(RankScores(single, on: Execution()), X) == expected)
  }
}
