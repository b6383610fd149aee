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

  private func trimming(_ X: Matrix, _ fraction: Double) throws -> Trimming {
    let f = try PCA().fit(X)
    return try Trimming(
      of: X.view, fraction: fraction, detectorScores: f.trainingScores(X.view, on: execution),
      seed: 0, on: execution)
  }

  @Test(arguments: [0.1, 0.25, 0.5])
  func everyRowIsKeptOrLeftOut(_ fraction: Double) throws {
    let X = try TestTables.clusters(rows: 200, columns: 3)
    let trimming = try trimming(X, fraction)
    #expect(trimming.leftOut.count == Int(200 * fraction))
    let kept = (0..<trimming.kept.count).map { Int32(trimming.kept.row($0)) }
    #expect(kept == kept.sorted() && trimming.leftOut.array == trimming.leftOut.array.sorted())
    #expect(Set(kept + trimming.leftOut.array) == Set(0..<200))
  }

  @Test func aGroupOfAnomaliesIsLeftOut() throws {
    let trimming = try trimming(table(rows: 300, anomalies: 12), Trimming.usual)
    #expect(Set(288..<300).isSubset(of: Set(trimming.leftOut.array)))
  }

  /// Duplicates and constant columns give ties, which must not keep the fit from ending.
  @Test func equalRowsAreTrimmedToo() throws {
    let X = try Matrix(rows: 40, columns: 2)
    for index in 0..<80 { X.storage[index] = 1 }
    let trimming = try trimming(X, Trimming.usual)
    #expect((trimming.kept.count, trimming.leftOut.count) == (36, 4))
  }
}
