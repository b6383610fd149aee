/// Warnings about tables with too few rows, or with columns whose variation arithmetic cannot
/// resolve.
struct TableCheck {
  /// The number of rows below which a detector flags hardly anything, however far out: measured,
  /// `iforest`, `pca` and `knn` detect a row at 50 standard deviations from 5 rows on, `ecod` from
  /// 10.
  static let fewRows = 10
  /// Columns named in one warning.
  private static let maxNamed = 5

  let X: MatrixView
  let execution: Execution

  /// - Parameter distances: whether differences of unscaled values are squared.
  static func warn(of X: MatrixView, distances: Bool, on execution: Execution) throws {
    let check = TableCheck(X: X, execution: execution)
    check.warnOfFewRows()
    if X.rows > 1, X.schema == nil { try check.warnOfColumns(distances: distances) }
  }

  func warnOfFewRows() {
    guard X.rows < Self.fewRows else { return }
    execution.log(
      .warning,
      "X has only \(X.rows) row\(X.rows == 1 ? "" : "s"): with fewer than \(Self.fewRows), a row "
        + "may not be flagged however far out it is")
  }

  private func warnOfColumns(distances: Bool) throws {
    let statistics = try ColumnStatistics(X, on: execution)
    if X.rowsAreEqual { return }
    warn(ofColumns: statistics, "too little for arithmetic", "multiply X by a power of ten") {
      let range = statistics.range($0)
      return range > 0 && range < (distances ? ColumnStatistics.minSquarableRange : 1e-300)
    }
    warn(
      ofColumns: statistics, "no more than rounding beside its size, so as good as constant",
      "store its difference from a constant"
    ) { statistics.isRounding($0) }
  }

  private func warn(
    ofColumns statistics: ColumnStatistics, _ fault: String, _ remedy: String,
    where isFaulty: (Int) -> Bool
  ) {
    var columns: [Int] = []
    for column in 0..<X.columns where columns.count <= Self.maxNamed && isFaulty(column) {
      columns.append(column)
    }
    guard let first = columns.first else { return }
    let others = columns.dropFirst().prefix(Self.maxNamed - 1).map(String.init)
    let more = columns.count > Self.maxNamed ? ", ..." : ""
    let also =
      others.isEmpty ? "" : " (so do columns \(others.joined(separator: ", "))\(more))"
    execution.log(
      .warning,
      "column \(first) of X varies by \(fault): from \(statistics.minimum[first]) to "
        + "\(statistics.maximum[first])\(also); \(remedy)")
  }
}
