extension Pipeline {
  /// The hard anomalies of a host's program but for those that equal a training row, which are
  /// normal whatever the program calls them. All of them where fewer than half would be left: then
  /// the data are such that copies can hardly be avoided, or the program makes little else. Either
  /// is warned of.
  static func withoutCopies(
    _ anomalies: consuming Matrix, of X: MatrixView, by name: String, on execution: Execution
  ) throws -> Matrix {
    let rows = anomalies
    let known = try RowSet(X, on: execution)
    let others = (0..<rows.rows).filter { !known.contains(rows, $0) }
    let copies = rows.rows - others.count
    guard copies > 0 else { return rows }
    let areLeftOut = 2 * others.count >= rows.rows
    execution.log(
      .warning,
      "\(copies) of \(rows.rows) hard anomalies of '\(name)' equal a training row"
        + (areLeftOut ? "; they are left out" : ""))
    guard areLeftOut else { return rows }
    let kept = try Matrix(rows: others.count, columns: rows.columns, schema: rows.schema)
    for (index, row) in others.enumerated() { rows.view.copyRow(row, into: kept.row(index)) }
    return kept
  }
}
