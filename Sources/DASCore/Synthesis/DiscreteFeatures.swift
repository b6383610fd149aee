/// Which features take few distinct values, and which values those are.
///
/// A feature is discrete when it has two values, or when it has at most `mostValues` of them and each
/// stands for at least `rowsPerValue` rows on average: then a value between them does not occur, and a
/// row that has one is found by looking at nothing else.
struct DiscreteFeatures: Sendable {
  static let mostValues = 32
  static let rowsPerValue = 10

  /// Values of feature j, ascending: `counts[j]` of them from `mostValues * j`. No values: continuous.
  private let values: Buffer<Double>
  private let counts: Buffer<Int32>

  /// - Complexity: O(rows x columns); a continuous column is left after its first few rows.
  init(_ X: MatrixView, on execution: Execution) throws {
    let values = try Buffer<Double>(uninitialized: X.columns * Self.mostValues)
    let counts = try Buffer<Int32>(repeating: 0, count: X.columns)
    let most = min(Self.mostValues, max(2, X.rows / Self.rowsPerValue))
    try execution.forEach(X.columns) { column in
      let start = column * Self.mostValues
      var count = 0
      for row in 0..<X.rows {
        let value = X[row, column]
        let place = Sorting.rank(
          of: value, in: values.base + start, count: count, includingEqual: false)
        if place < count, values[start + place] == value { continue }
        if count == most { return }
        var end = count
        while end > place {
          values[start + end] = values[start + end - 1]
          end -= 1
        }
        values[start + place] = value
        count += 1
      }
      counts[column] = Int32(count)
    }
    self.values = values
    self.counts = counts
  }

  func isDiscrete(_ column: Int) -> Bool { counts[column] > 0 }

  /// Replaces each value of a discrete feature by the nearest that occurs; the lower one at a tie.
  func snap(_ rows: Matrix) {
    for column in 0..<rows.columns where counts[column] > 0 {
      let (start, count) = (column * Self.mostValues, Int(counts[column]))
      for row in 0..<rows.rows {
        let value = rows[row, column]
        let above = Sorting.rank(
          of: value, in: values.base + start, count: count, includingEqual: false)
        let upper = values[start + min(above, count - 1)]
        let lower = values[start + max(above - 1, 0)]
        rows[row, column] = abs(value - lower) <= abs(upper - value) ? lower : upper
      }
    }
  }
}
