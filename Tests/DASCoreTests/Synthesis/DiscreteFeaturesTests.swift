import Testing

@testable import DASCore

@Suite struct DiscreteFeaturesTests {
  private static func counting(rows: Int, modulo: [Int]) throws -> Matrix {
    try Matrix((0..<rows).map { row in modulo.map { Double(row % $0) } })
  }

  @Test func fewValuesOnManyRowsAreDiscrete() throws {
    let X = try Self.counting(rows: 400, modulo: [2, 32, 33, 400])
    let discrete = try DiscreteFeatures(X.view, on: Execution())
    #expect((0..<4).map { discrete.isDiscrete($0) } == [true, true, false, false])
    // Forty rows with nine values may be continuous; with two values they are discrete.
    let few = try Self.counting(rows: 40, modulo: [2, 4, 9])
    let small = try DiscreteFeatures(few.view, on: Execution())
    #expect((0..<3).map { small.isDiscrete($0) } == [true, true, false])
  }

  @Test func snappingTakesTheNearestValue() throws {
    let X = try Matrix((0..<60).map { [[-1.0, 0.5, 4][$0 % 3]] })
    let rows = try Matrix([[-1], [-0.26], [-0.24], [0.5], [2.25], [2.26], [4]])
    try DiscreteFeatures(X.view, on: Execution()).snap(rows)
    #expect(rows.columnArray(0) == [-1, -1, 0.5, 0.5, 0.5, 4, 4])
  }

  /// Three values and more go on in steps of the smallest gap; two values stay two.
  @Test func snappingGoesOnBeyondTheRange() throws {
    let X = try Matrix((0..<60).map { [[-1.0, 0.5, 4][$0 % 3], Double($0 % 2)] })
    let rows = try Matrix([[4.7, 1.4], [4.8, 1.6], [8.6, 99], [-1.7, -0.4], [-4.1, -8]])
    try DiscreteFeatures(X.view, on: Execution()).snap(rows)
    #expect(rows.columnArray(0) == [4, 5.5, 8.5, -1, -4])
    #expect(rows.columnArray(1) == [1, 1, 1, 0, 0])
  }

  /// Every program that snaps gives discrete features values that occur, or whole steps beyond
  /// them.
  @Test(arguments: Programs.all.filter(\.snapsDiscrete).map(\.name))
  func programsYieldOccurringValues(name: String) throws {
    let X = try TestTables.discrete(rows: 500, columns: 4, levels: 7)
    for row in 0..<500 { X[row, 2] = Double(row % 2) }
    for row in 0..<500 { X[row, 3] += 0.001 * Double(row) }
    let rows = try Programs.named(name).make(3000, from: X)
    for column in 0..<3 {
      #expect(rows.columnArray(column).allSatisfy { $0 == $0.rounded() })
    }
    #expect(Set(rows.columnArray(2)) == [0, 1])
    #expect(Set(rows.columnArray(3)).count > 7)
  }
}
