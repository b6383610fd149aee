/// The mean votes of the trees that did not see a row, for rows of both classes; NaN where all saw it.
struct OutOfBagScores: Sendable {
  /// Of every class-0 row.
  let normals: Buffer<Double>
  /// Of the class-1 rows that are judged.
  let anomalies: Buffer<Double>

  init(_ votes: RowVotes, of table: BinnedTable) throws {
    normals = try Buffer(uninitialized: table.normals)
    anomalies = try Buffer(uninitialized: table.judgedAnomalies)
    for row in 0..<normals.count { normals[row] = votes.mean(row) }
    for place in 0..<anomalies.count { anomalies[place] = votes.mean(table.judgedAnomaly(place)) }
  }

  func areaUnderROC() throws -> Double { try ROC.auc(normals, anomalies) }
}
