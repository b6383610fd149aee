import Testing

@testable import DASCore

@Suite struct PrincipalAxesTests {
  private func axes(_ table: Matrix, threads: Int = 1) throws -> PrincipalAxes {
    let execution = Execution(threads: threads)
    let statistics = try ColumnStatistics(table.view, on: execution)
    return try PrincipalAxes(table.view, .standardizing(statistics), on: execution)
  }

  /// Columns of different but known spread that share a factor, so that no two variances are near.
  private func correlated(rows: Int, columns: Int) throws -> Matrix {
    let table = try TestTables.normal(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 1..<columns {
        table[row, column] = table[row, column] + Double(column) / 3 * table[row, column - 1] + 5
      }
    }
    return table
  }

  /// Axes are orthonormal, their variances descend and add to the number of standardised columns;
  /// the largest entry of each is positive.
  @Test(arguments: [(5, 8), (60, 8), (2000, 8), (5000, 3)])
  func areOrthonormalAndOriented(rows: Int, columns: Int) throws {
    let principal = try axes(correlated(rows: rows, columns: columns))
    let variances = principal.variances.array
    #expect(variances == variances.sorted(by: >))
    #expect((variances.reduce(0, +) - Double(columns)).magnitude < 1e-10)
    for first in 0..<principal.axes.rows {
      let axis = (0..<columns).map { principal.axes[first, $0] }
      #expect(axis.max { $0.magnitude < $1.magnitude }! > 0)
      for second in 0..<principal.axes.rows {
        let product = (0..<columns).reduce(0.0) { $0 + axis[$1] * principal.axes[second, $1] }
        #expect((product - (first == second ? 1 : 0)).magnitude < 1e-12)
      }
    }
  }

  /// The covariance matrix and the singular values of the same rows agree: a repeated table is long
  /// enough for the former.
  @Test func bothRoutesAgree() throws {
    let short = try correlated(rows: 50, columns: 6)
    let long = try Matrix(rows: 3000, columns: 6)
    for row in 0..<3000 { long.row(row).update(from: short.row(row % 50), count: 6) }
    let (left, right) = (try axes(short), try axes(long))
    #expect(relativeDifference(right.variances.array, left.variances.array) < 1e-13)
    #expect(relativeDifference(right.axes.storage.array, left.axes.storage.array) < 1e-11)
  }

  /// In a standardised pair one axis is (1, -1) / sqrt 2 up to rounding: its first entry is
  /// positive, for any rows in any order.
  @Test func tiesDoNotFlipTheSign() throws {
    for seed in 0..<40 {
      let table = try TestTables.normal(rows: 10 + 7 * seed, columns: 2, seed: UInt64(seed))
      let principal = try axes(table)
      for axis in 0..<2 { #expect(principal.axes[axis, 0] > 0) }
    }
  }

  @Test func doesNotDependOnThreads() throws {
    let table = try correlated(rows: 30_000, columns: 4)
    let expected = try axes(table)
    for threads in [2, 5] {
      let principal = try axes(table, threads: threads)
      #expect(principal.axes.storage.array == expected.axes.storage.array)
      #expect(principal.variances.array == expected.variances.array)
    }
  }
}
