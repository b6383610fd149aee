import Testing

@testable import DASCore

@Suite struct MixedTrimmingTests {
  /// Rows whose categories do not go together are left out first.
  @Test func ranksMixedRows() throws {
    let X = try TestTables.mixed(rows: 120)
    for (row, cells) in [[30, 9, 0, 4, 1, 0], [-30, -9, 2, 0, 0, 4]].enumerated() {
      for column in 0..<5 { X[row, column] = Double(cells[column]) }
    }
    let scores = try Buffer<Double>(repeating: 0, count: 120)
    let trimming = try Trimming(of: X.view, detectorScores: scores, seed: 1, on: Execution())
    let leftOut = try trimming.leftOut(by: 0.1).array
    #expect(leftOut.count == 12)
    #expect(leftOut.prefix(2) == [0, 1])
    #expect(try trimming.rows(without: 0.1).table.schema != nil)
  }
}
