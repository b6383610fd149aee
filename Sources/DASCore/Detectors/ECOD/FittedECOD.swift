/// A fitted `ECOD`: the distribution of each feature, and the sign of its skewness.
package struct FittedECOD: FittedDetector {
  package var name: String { ECOD.name }
  package var columns: Int { distributions.columns }

  let distributions: EmpiricalDistributions
  let skewness: Buffer<Int8>
  package let schema: Schema?
  /// The cells of each column that are not missing; empty without a schema.
  let presentCounts: Buffer<Int32>
  private let tails: TailLogTable

  init(
    distributions: EmpiricalDistributions, skewness: Buffer<Int8>, schema: Schema? = nil
  ) throws {
    (self.distributions, self.skewness, self.schema) = (distributions, skewness, schema)
    presentCounts =
      try schema == nil ? Buffer(uninitialized: 0) : Self.presentCounts(distributions)
    tails = try TailLogTable(of: distributions, itself: 1)
  }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try addTails(tails, X, to: scores, on: execution)
  }

  /// The published scores: a training row is among the values it is compared with.
  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try addTails(TailLogTable(of: distributions, itself: 0), X, to: scores, on: execution)
  }

  private func addTails(
    _ tails: TailLogTable, _ X: MatrixView, to scores: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    let size = blockSize(rows: X.rows, threads: execution.threads)
    try execution.forEach((X.rows + size - 1) / size) { block in
      let rows = (block * size)..<min((block + 1) * size, X.rows)
      let sums = scores + rows.lowerBound
      sums.update(repeating: 0, count: rows.count)
      let values = try execution.scratch(min(Self.panelColumns, columns) * rows.count)
      let batch = min(rows.count, MatrixView.blockRows)
      let below = try execution.scratch(batch, of: Int32.self)
      let through = try execution.scratch(batch, of: Int32.self)
      let counts = RankCounts(rows: batch, below: below.base, through: through.base)
      for first in stride(from: 0, to: columns, by: Self.panelColumns) {
        let panel = first..<min(first + Self.panelColumns, columns)
        X.copyColumns(panel, rows: rows, into: values.base)
        for column in panel {
          try execution.checkCancelled()
          let values = values.base + (column - first) * rows.count
          if let schema {
            addCells(
              tails, of: values, rows.count, column: column, schema, counts: counts, to: sums)
            continue
          }
          addTails(tails, of: values, rows.count, column: column, counts: counts, to: sums)
        }
      }
    }
  }

  /// Columns that are read together, since they share cache lines.
  private static let panelColumns = 4

  /// Long blocks, so that a column's tables stay in the cache for many rows. They may depend on the
  /// number of threads because no row's sum depends on its block.
  private func blockSize(rows: Int, threads: Int) -> Int {
    min(max((rows + threads - 1) / threads, MatrixView.blockRows), 128 * MatrixView.blockRows)
  }

  /// Adds the tails of `count` values of a column, in batches whose counts stay in the first-level
  /// cache.
  private func addTails(
    _ tails: TailLogTable, of values: UnsafePointer<Double>, _ count: Int, column: Int,
    counts: RankCounts, to sums: UnsafeMutablePointer<Double>
  ) {
    for first in stride(from: 0, to: count, by: counts.rows) {
      var counts = counts
      counts.rows = min(counts.rows, count - first)
      distributions.rank(
        values + first, count: counts.rows, column: column, below: counts.below,
        through: counts.through)
      tails.withLogarithms { addTails($0, counts, column: column, to: sums + first) }
    }
  }

  /// The larger logarithm is that of the tail with fewer values, so one table look-up suffices.
  @inline(__always)
  private func addTails(
    _ tail: (Int) -> Double, _ counts: RankCounts, column: Int,
    to sums: UnsafeMutablePointer<Double>
  ) {
    let total = distributions.count
    let (below, through) = (counts.below, counts.through)
    if skewness.base[column] == 0 {
      for row in 0..<counts.rows {
        sums[row] += tail(Int(through[row])) + tail(total &- Int(below[row]))
      }
    } else {
      for row in 0..<counts.rows {
        sums[row] += tail(min(Int(through[row]), total &- Int(below[row])))
      }
    }
  }
}

/// The numbers of a column's values below those of some rows, and at or below them.
struct RankCounts {
  var rows: Int
  let below: UnsafeMutablePointer<Int32>
  let through: UnsafeMutablePointer<Int32>
}
