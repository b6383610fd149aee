import Testing

@testable import DASCore

@Suite struct HardAnomaliesTests {
  /// Trees grow without the hard anomalies where nobody asks for them again.
  @Test(arguments: [1, 19, 20]) func areLetGoBeforeTreesGrow(trees: Int) throws {
    let normals = try TestTables.normal(rows: 300, columns: 3, seed: 1)
    let unfitted = try RandomForest(["n_estimators": .integer(trees), "n_neighbors": .integer(1)])
    weak var memory: Buffer<Double>?
    var anomalies = try HardAnomalies(
      { rows in
        memory = rows.storage
        return rows
      }(try TestTables.normal(rows: 1000, columns: 3, seed: 2)))
    var isKept = false
    // Progress is reported while trees grow, and at no time before.
    let execution = Execution(progress: { _, _ in
      isKept = memory != nil
      return true
    })
    let booster = try unfitted.fit(
      normals: normals.view, anomalies: anomalies.takeRows(for: unfitted), seed: 1, on: execution)
    #expect(isKept == (booster.outOfBagScores == nil))
    #expect(isKept == (trees < 20))
    #expect(anomalies.count == 1000 && anomalies.sample.rows == 500)
  }

  /// What is kept for a report are rows from first to last.
  @Test(arguments: [1, 512, 513, 5000]) func evaluatedRowsAreEvenlySpaced(count: Int) throws {
    let rows = try Matrix((0..<count).map { [Double($0)] })
    let sample = try HardAnomalies(rows).sample
    let step = (count + HardAnomalies.maxSample - 1) / HardAnomalies.maxSample
    #expect(sample.storage.array == Array(stride(from: 0, to: Double(count), by: Double(step))))
  }
}
