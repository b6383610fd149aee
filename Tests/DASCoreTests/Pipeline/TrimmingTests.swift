import Testing

@testable import DASCore

@Suite struct TrimmingTests {
  private let execution = Execution()

  /// Normal rows with a tight group of anomalies as the last ones.
  private func table(rows: Int, anomalies: Int) throws -> Matrix {
    let X = try TestTables.normal(rows: rows, columns: 4)
    for row in rows - anomalies..<rows {
      for column in 0..<4 { X[row, column] = 9 + 0.1 * X[row, column] }
    }
    return X
  }

  private func trimming(_ X: Matrix) throws -> Trimming {
    let f = try PCA().fit(X)
    return try Trimming(
      of: X.view, detectorScores: f.trainingScores(X.view, on: execution), seed: 0, on: execution)
  }

  @Test(arguments: [0.1, 0.25, 0.5])
  func everyRowIsKeptOrLeftOut(_ fraction: Double) throws {
    let X = try TestTables.clusters(rows: 200, columns: 3)
    let trimming = try trimming(X)
    let (kept, leftOut) = (
      try indices(trimming.rows(without: fraction)), try trimming.leftOut(by: fraction).array
    )
    #expect(leftOut.count == Int(200 * fraction))
    #expect(kept == kept.sorted() && leftOut == leftOut.sorted())
    #expect(Set(kept + leftOut) == Set(0..<200))
  }

  /// A larger fraction keeps some of the rows that a smaller one keeps; none keeps all.
  @Test func fractionsAreNested() throws {
    let trimming = try trimming(TestTables.clusters(rows: 150, columns: 3))
    var larger = Set(try indices(trimming.rows(without: 0)))
    #expect(larger == Set(0..<150))
    for fraction in [0.05, 0.1, 0.3, 0.5] {
      let kept = Set(try indices(trimming.rows(without: fraction)))
      #expect(kept.isStrictSubset(of: larger))
      larger = kept
    }
  }

  private func indices(_ rows: RowSubset) -> [Int32] {
    (0..<rows.count).map { Int32(rows.row($0)) }
  }

  @Test func aGroupOfAnomaliesIsLeftOut() throws {
    let trimming = try trimming(table(rows: 300, anomalies: 12))
    #expect(try Set(288..<300).isSubset(of: Set(trimming.leftOut(by: 0.1).array)))
  }

  @Test func repeatsOfARowAreKeptOrLeftOutTogether() throws {
    let X = try TestTables.clusters(rows: 200, columns: 2)
    for row in 0..<100 {
      for column in 0..<2 { X[row, column] = X[row % 20, column] }
    }
    let kept = Set(try indices(trimming(X).rows(without: 0.3)))
    #expect(kept.count < 200)
    for row in 0..<100 { #expect(kept.contains(Int32(row)) == kept.contains(Int32(row % 20))) }
  }

  @Test func equalRowsAreAllKept() throws {
    let X = try Matrix(rows: 40, columns: 2)
    for index in 0..<80 { X.storage[index] = 1 }
    let trimming = try trimming(X)
    #expect(try trimming.rows(without: 0.1).count == 40)
    #expect(try trimming.leftOut(by: 0.1).count == 0)
  }
}
