import Glibc

// Mixed tables: a missing cell adds -log of the fraction of missing cells. Of the cells that are
// not missing, a nominal one adds -log of the fraction of its category, and others their tails. A
// column without a value adds nothing.

extension FittedECOD {
  /// What a missing cell counts as in a distribution: above all numbers.
  static let missing = 2e150

  /// The number of cells of each column that are not missing.
  static func presentCounts(_ distributions: EmpiricalDistributions) throws -> Buffer<Int32> {
    let counts = try Buffer<Int32>(uninitialized: distributions.columns)
    let through = try Buffer<Int32>(uninitialized: 1)
    var query = missing
    for column in 0..<counts.count {
      distributions.rank(
        &query, count: 1, column: column, below: counts.base + column, through: through.base)
    }
    return counts
  }

  /// Adds what cells of a column say; NaN for missing ones.
  func addCells(
    _ tails: TailLogTable, of cells: UnsafeMutablePointer<Double>, _ count: Int, column: Int,
    _ schema: Schema, counts: RankCounts, to sums: UnsafeMutablePointer<Double>
  ) {
    let present = Int(presentCounts[column])
    if present == 0 { return }
    for row in 0..<count where cells[row].isNaN { cells[row] = Self.missing }
    let isNominal = schema[column].kind == .nominal
    let offset = tails.logRatio(of: present)
    for first in stride(from: 0, to: count, by: counts.rows) {
      let size = min(counts.rows, count - first)
      let (below, through) = (counts.below, counts.through)
      distributions.rank(
        cells + first, count: size, column: column, below: below, through: through)
      tails.withLogarithms { tail in
        for row in 0..<size {
          let (low, high) = (Int(below[row]), Int(through[row]))
          if cells[first + row] == Self.missing {
            sums[first + row] += tail(distributions.count - present)
          } else if isNominal {
            sums[first + row] += tail(high - low) + offset
          } else if skewness.base[column] == 0 {
            sums[first + row] += tail(high) + tail(present - low) + 2 * offset
          } else {
            sums[first + row] += tail(min(high, present - low)) + offset
          }
        }
      }
    }
  }
}

extension TailLogTable {
  /// What turns fractions of all values into fractions of `present` ones.
  func logRatio(of present: Int) -> Double {
    log(Double(present + itself) / Double(count + itself))
  }
}
