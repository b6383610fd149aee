import Testing

@testable import DASCore

@Suite struct ColumnStatisticsTests {
  /// The numbers 0 ..< n have mean (n - 1) / 2 and variance (n^2 - 1) / 12, under any offset that
  /// leaves them exact.
  @Test(arguments: [1, 2, 1024, 1025, 5000], [0.0, 1e6, -1e12])
  func matchesTheClosedForm(rows: Int, offset: Double) throws {
    let table = try Matrix(rows: rows, columns: 2)
    for row in 0..<rows {
      table[row, 0] = offset + Double(row)
      table[rows - 1 - row, 1] = offset + Double(row)
    }
    let statistics = try ColumnStatistics(table.view, on: Execution())
    let deviation = ((Double(rows) * Double(rows) - 1) / 12).squareRoot()
    for column in 0..<2 {
      #expect((statistics.mean[column] - offset - Double(rows - 1) / 2).magnitude <= 1e-3)
      #expect(
        relativeDifference([statistics.mean[column]], [offset + Double(rows - 1) / 2]) < 1e-15)
      #expect(relativeDifference([statistics.standardDeviation[column]], [deviation]) < 1e-13)
      #expect(statistics.minimum[column] == offset)
      #expect(statistics.maximum[column] == offset + Double(rows - 1))
    }
  }

  /// Within a block every value is rounded as in plain loops over the rows, on any processor.
  @Test(arguments: [1, 7, 8, 29, 1024]) func roundsAsPlainLoops(rows: Int) throws {
    let table = try TestTables.normal(rows: rows, columns: 21, shift: 1000)
    let statistics = try ColumnStatistics(table.view, on: Execution())
    for column in 0..<21 {
      let deviations = (0..<rows).map { table[$0, column] - table[0, column] }
      let mean = deviations.reduce(0, +) / Double(rows)
      let squares = deviations.reduce(0.0) { $0 + ($1 - mean) * ($1 - mean) }
      #expect(statistics.mean[column] == table[0, column] + mean)
      #expect(statistics.standardDeviation[column] == (squares / Double(rows)).squareRoot())
    }
  }

  /// A constant column has deviation 0, even if its mean is not exact in binary.
  @Test(arguments: [0.1, -1e150, 0, 3e-300]) func constantsHaveNoSpread(value: Double) throws {
    let table = try Matrix(rows: 3001, columns: 1)
    table.storage.base.update(repeating: value, count: 3001)
    let statistics = try ColumnStatistics(table.view, on: Execution())
    #expect(statistics.mean[0] == value)
    #expect(statistics.standardDeviation[0] == 0)
    #expect(statistics.scale(0) == 1)
  }

  /// If squares would underflow, the deviation is that of the same numbers in larger units.
  @Test(arguments: [-460, -520, -600, -990]) func smallSpreadsAreMeasured(exponent: Int) throws {
    let unit = Double(sign: .plus, exponent: exponent, significand: 1)
    let table = try TestTables.normal(rows: 2000, columns: 1)
    let scaled = try Matrix(copying: table.view)
    for row in 0..<2000 { scaled[row, 0] *= unit }
    let whole = try ColumnStatistics(table.view, on: Execution())
    let small = try ColumnStatistics(scaled.view, on: Execution())
    #expect(
      relativeDifference([small.scale(0) / unit], [whole.scale(0)]) < 1e-12)
  }

  /// A column that varies in its last bits is not scaled up; one that varies slightly more is.
  @Test(arguments: [0.1, -3e8]) func roundingIsNoSpread(value: Double) throws {
    let rows = try Matrix(rows: 100, columns: 2)
    for row in 0..<100 {
      rows[row, 0] = value + Double(row % 3) * value.ulp
      rows[row, 1] = value + Double(row % 3) * 50 * value.ulp
    }
    let statistics = try ColumnStatistics(rows.view, on: Execution())
    #expect(statistics.standardDeviation[0] > 0)
    #expect(statistics.scale(0) == 1)
    #expect(statistics.scale(1) == statistics.standardDeviation[1])
  }

  /// Threads, layout and element type do not change a bit.
  @Test func doesNotDependOnThreadsOrLayout() throws {
    let table = try TestTables.roundedToFloat(
      TestTables.normal(rows: 4100, columns: 3, shift: 1000))
    let expected = try ColumnStatistics(table.view, on: Execution())
    for layout in StridedTable.Layout.allCases {
      let strided = try StridedTable(table, layout, .float32)
      let statistics = try ColumnStatistics(strided.view, on: Execution(threads: 3))
      #expect(statistics.mean.array == expected.mean.array)
      #expect(statistics.standardDeviation.array == expected.standardDeviation.array)
    }
  }
}
