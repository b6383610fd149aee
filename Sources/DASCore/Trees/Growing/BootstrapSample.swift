/// The sample of one tree: numbers of its rows by class, and of its out-of-bag rows.
struct BootstrapSample {
  let rows: Int
  let outOfBagRows: Int
  let counts: ClassCounts
  /// The weight of a class-1 row, where a class-0 row weighs 1.
  let classRatio: Double

  /// Draws as many rows as the table has, with replacement, or a fraction of them without, or takes
  /// each once. The rows are listed in ascending order, and counted in `rowCounts`.
  static func draw(
    from table: BinnedMatrix, into workspace: TreeWorkspace, parameters: TreeParameters,
    seed: UInt64, tree: Int
  ) -> BootstrapSample {
    let rowCounts = workspace.rowCounts.base
    if parameters.bootstrap {
      var stream = RandomStream(seed: seed, purpose: .bootstrap, index: tree)
      rowCounts.update(repeating: 0, count: table.rows)
      stream.drawWithReplacement(table.rows) { row in rowCounts[row] &+= 1 }
    } else if parameters.subsample < 1 {
      var stream = RandomStream(seed: seed, purpose: .bootstrap, index: tree)
      stream.drawWithoutReplacement(parameters.subsample, of: table.rows) { row, isDrawn in
        rowCounts[row] = isDrawn ? 1 : 0
      }
    } else {
      rowCounts.update(repeating: 1, count: table.rows)
    }
    let counts = ClassCounts(
      normal: sum(rowCounts, 0..<table.normals),
      anomalous: sum(rowCounts, table.normals..<table.rows))
    return BootstrapSample(
      rows: listInBagRows(of: table, in: workspace),
      outOfBagRows: listOutOfBagRows(of: table, in: workspace), counts: counts,
      classRatio: classRatio(parameters, table, counts))
  }

  private static func sum(_ counts: UnsafePointer<UInt16>, _ rows: Range<Int>) -> Int {
    var sum: UInt32 = 0
    for row in rows { sum &+= UInt32(counts[row]) }
    return Int(sum)
  }

  /// Lists the in-bag rows. Every row is written, and the counter advances if it was drawn: no
  /// branch to mispredict.
  private static func listInBagRows(of table: BinnedMatrix, in workspace: TreeWorkspace) -> Int {
    let (counts, rows) = (workspace.rowCounts.base, workspace.inBagRows.base)
    var count = 0
    for row in 0..<table.rows {
      rows[count] = UInt32(truncatingIfNeeded: row)
      count &+= counts[row] > 0 ? 1 : 0
    }
    return count
  }

  /// Lists the out-of-bag rows that are evaluated, and counts one vote for each, so that leaves
  /// that vote 0 need not.
  private static func listOutOfBagRows(of table: BinnedMatrix, in workspace: TreeWorkspace) -> Int {
    guard let votes = workspace.outOfBagVotes else { return 0 }
    let (counts, sums) = (workspace.rowCounts.base, votes.base)
    let rows = workspace.outOfBagRows.base
    var count = 0
    for index in 0..<table.normals + table.evaluatedAnomalies {
      let row = index < table.normals ? index : table.evaluatedAnomaly(index - table.normals)
      let isOutOfBag = counts[row] == 0
      rows[count] = UInt32(truncatingIfNeeded: row)
      count &+= isOutOfBag ? 1 : 0
      sums[row] &+= isOutOfBag ? VoteSums.one : 0
    }
    return count
  }

  private static func classRatio(
    _ parameters: TreeParameters, _ table: BinnedMatrix, _ counts: ClassCounts
  ) -> Double {
    switch parameters.classWeight {
    case .none: 1
    case .ratio(let ratio): ratio
    case .balanced: Double(table.normals) / Double(table.anomalies)
    // A sample of one class needs no balance.
    case .balancedSubsample:
      counts.isPure ? 1 : Double(counts.normal) / Double(counts.anomalous)
    }
  }
}
