/// A fitted `ECOD`: the distribution of each feature, and the sign of its skewness.
public struct FittedECOD: FittedDetector {
  public var name: String { ECOD.name }
  public var columns: Int { distributions.columns }

  let distributions: EmpiricalDistributions
  let skewness: Buffer<Int8>
  private let tails: TailTable

  init(distributions: EmpiricalDistributions, skewness: Buffer<Int8>) throws {
    (self.distributions, self.skewness) = (distributions, skewness)
    tails = try TailTable(of: distributions, itself: 1)
  }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try addTails(tails, X, to: scores, on: execution)
  }

  /// The published scores: a training row is among the values it is compared with.
  public func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try addTails(TailTable(of: distributions, itself: 0), X, to: scores, on: execution)
  }

  private func addTails(
    _ tails: TailTable, _ X: MatrixView, to scores: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    let size = blockSize(rows: X.rows, threads: execution.threads)
    try execution.forEach((X.rows + size - 1) / size) { block in
      let range = (block * size)..<min((block + 1) * size, X.rows)
      let sums = scores + range.lowerBound
      sums.update(repeating: 0, count: range.count)
      let values = try execution.scratch(range.count)
      let below = try execution.scratch(range.count, of: Int32.self)
      let through = try execution.scratch(range.count, of: Int32.self)
      for column in 0..<columns {
        try execution.checkCancelled()
        X.copyColumn(column, rows: range, into: values.base)
        distributions.rank(
          values.base, count: range.count, column: column, below: below.base,
          through: through.base)
        let counts = Counts(rows: range.count, below: below.base, through: through.base)
        tails.withLogarithms { addTails($0, counts, column: column, to: sums) }
      }
    }
  }

  /// Long blocks, so that a column's tables stay in the cache for many rows. They may depend on the
  /// number of threads because no row's sum depends on its block.
  private func blockSize(rows: Int, threads: Int) -> Int {
    min(max(rows / threads, MatrixView.blockRows), 16 * MatrixView.blockRows)
  }

  /// The larger logarithm is that of the tail with fewer values, so one look at the table is enough.
  @inline(__always)
  private func addTails(
    _ tail: (Int) -> Double, _ counts: Counts, column: Int,
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

/// How many of a column's values lie below those of some rows, and not above them.
private struct Counts {
  let rows: Int
  let below: UnsafePointer<Int32>
  let through: UnsafePointer<Int32>
}
