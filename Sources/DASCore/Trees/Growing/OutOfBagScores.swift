/// The mean vote of the trees whose sample lacks a row, for rows of both classes; NaN where there
/// is no such tree.
struct OutOfBagScores: Sendable {
  /// Of every class-0 row.
  let normals: Buffer<Double>
  /// Of the class-1 rows that are evaluated.
  let anomalies: Buffer<Double>

  init(_ votes: VoteSums, of table: BinnedMatrix) throws {
    normals = try Buffer(uninitialized: table.normals)
    anomalies = try Buffer(uninitialized: table.evaluatedAnomalies)
    for row in 0..<normals.count { normals[row] = votes.mean(row) }
    for index in 0..<anomalies.count {
      anomalies[index] = votes.mean(table.evaluatedAnomaly(index))
    }
  }

  func areaUnderROC() throws -> Double { try ROC.auc(normals, anomalies) }
}
