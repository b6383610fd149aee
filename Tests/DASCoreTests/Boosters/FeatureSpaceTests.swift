import Testing

@testable import DASCore

@Suite struct FeatureSpaceTests {
  private func mapped(_ space: FeatureSpace, _ X: Matrix, _ table: Matrix) throws -> Matrix {
    let statistics = try ColumnStatistics(X.view, on: Execution())
    return try space.map(X.view, statistics, rows: X, on: Execution()).mapped(table.view)
  }

  @Test func namesAreThoseOfTheSetting() {
    for name in FeatureSpace.setting.texts {
      #expect(FeatureSpace.named(name).map(FeatureSpace.name) == name)
    }
    #expect(FeatureSpace.named("all") == FeatureSpace.allCases)
    #expect(FeatureSpace.named("raw") == nil)
  }

  /// Neither offset nor unit of a column changes where a row is in a space.
  @Test(arguments: FeatureSpace.allCases) func unitsChangeNothing(space: FeatureSpace) throws {
    let X = try TestTables.discrete(rows: 200, columns: 3, levels: 30)
    let cents = try Matrix(copying: X.view)
    for row in 0..<200 { cents[row, 1] = 100 * X[row, 1] + 4000 }
    let (expected, others) = (try mapped(space, X, X), try mapped(space, cents, cents))
    #expect(try relativeDifference(others.storage.array, expected.storage.array) < 1e-12)
  }

  /// A column of many values varies more than one of few, in the ratio of their perplexities.
  @Test func perplexityWeighsColumns() throws {
    let X = try Matrix((0..<120).map { [Double($0 % 2), Double($0 % 40), Double($0)] })
    let statistics = try ColumnStatistics(
      mapped(.perplexity, X, X).view, on: Execution())
    #expect(
      try relativeDifference(statistics.standardDeviation.array, [2, 40, 120]) < 1e-12)
  }

  /// Where no value repeats, all columns weigh the same.
  @Test func continuousColumnsAreStandardized() throws {
    let X = try TestTables.correlated(rows: 90, columns: 4)
    let (some, other) = (try mapped(.perplexity, X, X), try mapped(.standardized, X, X))
    let scaled = other.storage.array.map { 90 * $0 }
    #expect(try relativeDifference(some.storage.array, scaled) < 1e-12)
  }
}
