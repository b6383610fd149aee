import Testing

@testable import DASCore

@Suite struct ColumnScalingTests {
  private func scaled(_ table: Matrix, _ scaling: ColumnScaling) throws -> Matrix {
    let result = try Matrix(rows: table.rows, columns: table.columns)
    scaling.apply(to: table.view, 0..<table.rows, into: result.storage.base)
    return result
  }

  /// Standardised columns have mean 0 and deviation 1; constant ones become 0.
  @Test func standardizes() throws {
    let table = try TestTables.normal(rows: 1500, columns: 3, shift: 50)
    for row in 0..<table.rows { table[row, 2] = 0.1 }
    let statistics = try ColumnStatistics(table.view, on: Execution())
    let after = try ColumnStatistics(
      scaled(table, .standardizing(statistics)).view, on: Execution())
    for column in 0..<3 { #expect(after.mean[column].magnitude < 1e-14) }
    #expect(relativeDifference(after.standardDeviation.array, [1, 1, 0]) < 1e-14)
  }

  /// Centring multiplies all columns by one power of two, at any magnitude.
  @Test(arguments: [1e150, 1.0, 1e-200]) func centersInPowersOfTwo(size: Double) throws {
    let table = try Matrix(
      storage: Buffer([0, 3 * size, 0, 5 * size, size, 10 * size]), columns: 2)
    let statistics = try ColumnStatistics(table.view, on: Execution())
    let scaling = try ColumnScaling.centering(statistics)
    #expect(scaling.factor[0] == scaling.factor[1])
    #expect(scaling.factor[0].significand == 1)
    let range = try scaled(table, scaling).storage.array.map(\.magnitude).max() ?? 0
    #expect(range > 0.25 && range < 2)
  }

  /// No value leaves ±1e150 or becomes NaN, however far outside it lies.
  @Test func holdsFarValues() throws {
    let scaling = try ColumnScaling(
      shift: Buffer([1, 1]), factor: Buffer([.greatestFiniteMagnitude, 1e100]))
    let table = try Matrix([[1, 1e150], [-1e150, -1e150]])
    #expect(try scaled(table, scaling).storage.array == [0, 1e150, -1e150, -1e150])
  }
}
