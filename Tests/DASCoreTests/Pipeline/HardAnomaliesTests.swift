import Testing

@testable import DASCore

@Suite struct HardAnomaliesTests {
  /// Trees grow without the hard anomalies where nobody asks for them again.
  @Test(arguments: [1, 19, 20]) func areLetGoBeforeTreesGrow(trees: Int) throws {
    let normals = try TestTables.normal(rows: 300, columns: 3, seed: 1)
    let recipe = try RandomForest(["n_estimators": .integer(trees), "n_neighbors": .integer(1)])
    weak var memory: Buffer<Double>?
    var anomalies = try HardAnomalies(
      { rows in
        memory = rows.storage
        return rows
      }(try TestTables.normal(rows: 1000, columns: 3, seed: 2)))
    var isHeld = false
    // Progress is reported while trees grow, and at no time before.
    let execution = Execution(progress: { _, _ in
      isHeld = memory != nil
      return true
    })
    let booster = try recipe.fit(
      normals: normals.view, anomalies: anomalies.rows(for: recipe), seed: 1, on: execution)
    #expect(isHeld == (booster.outOfBagScores == nil))
    #expect(isHeld == (trees < 20))
    #expect(anomalies.count == 1000 && anomalies.judged.rows == 500)
  }

  /// What is kept for a report are rows from first to last.
  @Test(arguments: [1, 512, 513, 5000]) func judgedRowsAreEvenlySpaced(count: Int) throws {
    let rows = try Matrix((0..<count).map { [Double($0)] })
    let judged = try HardAnomalies(rows).judged
    let step = (count + HardAnomalies.mostJudged - 1) / HardAnomalies.mostJudged
    #expect(judged.storage.array == Array(stride(from: 0, to: Double(count), by: Double(step))))
  }
}
