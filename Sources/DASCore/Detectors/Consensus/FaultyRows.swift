/// Rows that are wrong in a few columns, made without a detector: what the members of a consensus
/// are judged by.
///
/// Each is a training row of which every column, with probability .15, and one column in any case
/// are moved by two standard deviations, up or down. That is hard for detectors and means the same
/// in any unit.
enum FaultyRows {
  static let count = 512
  private static let fraction = 0.15
  private static let deviations = 2.0

  static func make(from X: MatrixView, seed: UInt64, on execution: Execution) throws -> Matrix {
    let statistics = try ColumnStatistics(X, on: execution)
    let varying = statistics.varyingColumns
    let faults = try Matrix(rows: count, columns: X.columns)
    for index in 0..<count {
      var random = RandomStream(seed: seed, purpose: .consensus, index: index)
      let row = faults.row(index)
      X.copyRow(X.rows <= count ? index % X.rows : random.below(X.rows), into: row)
      let certain = varying.isEmpty ? nil : varying[random.below(varying.count)]
      for column in varying where random.uniform() < fraction || column == certain {
        let step =
          (random.uniform() < 0.5 ? -deviations : deviations)
          * statistics.standardDeviation[column]
        let bound = MatrixView.maxMagnitude
        row[column] = max(-bound, min(row[column] + step, bound))
      }
    }
    return faults
  }
}
