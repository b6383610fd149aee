import Testing

@testable import DASCore

@Suite struct FaultyRowsTests {
  /// A fault differs from a training row in one column at least, and there by two deviations.
  @Test func fewColumnsMoveByTwoDeviations() throws {
    let X = try TestTables.clusters(rows: 100, columns: 6)
    for row in 0..<X.rows { X[row, 2] = 7 }
    let statistics = try ColumnStatistics(X.view, on: Execution())
    let faults = try FaultyRows.make(from: X.view, seed: 3, on: Execution())
    for index in 0..<faults.rows {
      let moves = (0..<6).map { faults[index, $0] - X[index % 100, $0] }
      #expect(moves[2] == 0)
      #expect(moves.contains { $0 != 0 })
      for (column, move) in moves.enumerated() where move != 0 {
        let deviations = move.magnitude / statistics.standardDeviation[column]
        #expect((deviations - 2).magnitude < 1e-9)
      }
    }
  }

  @Test func extremesStayWithinBounds() throws {
    for X in try TestTables.extremes() {
      let faults = try FaultyRows.make(from: X.view, seed: 3, on: Execution())
      #expect(faults.storage.elements.allSatisfy { $0.magnitude <= MatrixView.maxMagnitude })
    }
  }
}
