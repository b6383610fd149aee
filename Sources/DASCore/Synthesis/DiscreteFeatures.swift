/// The numeric features with few distinct values, and these values; missing cells do not count.
///
/// A feature is discrete if it has two values, or at most `maxValues` with at least `rowsPerValue`
/// rows each on average. Values between them do not occur, and would alone give a row away.
///
/// Beyond its range a feature of three or more values continues in steps, as counts and grades do:
/// extreme values are rare in training rows, and a booster that saw none calls them normal. A
/// feature of two values has no third.
struct DiscreteFeatures: Sendable {
  static let maxValues = 32
  static let rowsPerValue = 10

  /// Values of feature j, ascending: `counts[j]` of them from `maxValues * j`. No values:
  /// continuous.
  private let values: Buffer<Double>
  private let counts: Buffer<Int32>
  private let skipsMissing: Bool

  /// - Complexity: O(rows x columns); a continuous column is left after its first few rows.
  init(_ X: MatrixView, on execution: Execution) throws {
    let values = try Buffer<Double>(uninitialized: X.columns * Self.maxValues)
    let counts = try Buffer<Int32>(repeating: 0, count: X.columns)
    let limit = min(Self.maxValues, max(2, X.rows / Self.rowsPerValue))
    try execution.forEach(X.columns) { column in
      if X.schema?[column].isCategorical == true { return }
      let start = column * Self.maxValues
      var count = 0
      for row in 0..<X.rows {
        let value = X[row, column]
        if value.isNaN { continue }
        let index = BinarySearch.lowerBound(of: value, in: values.base + start, count: count)
        if index < count, values[start + index] == value { continue }
        if count == limit { return }
        var end = count
        while end > index {
          values[start + end] = values[start + end - 1]
          end -= 1
        }
        values[start + index] = value
        count += 1
      }
      counts[column] = Int32(count)
    }
    self.values = values
    skipsMissing = X.schema != nil
    self.counts = counts
  }

  func isDiscrete(_ column: Int) -> Bool { counts[column] > 0 }

  /// Replaces each value of a discrete feature: within the range by the nearest that occurs, the
  /// lower one at a tie; beyond it by the nearest whole step, the smallest gap between the
  /// feature's values.
  func snap(_ rows: Matrix) {
    for column in 0..<rows.columns where counts[column] > 0 {
      let start = column * Self.maxValues
      let last = start + Int(counts[column]) - 1
      let step = smallestGap(start...last)
      for row in 0..<rows.rows {
        let value = rows[row, column]
        if skipsMissing, value.isNaN { continue }
        if value > values[last] {
          rows[row, column] = values[last] + Self.whole(value - values[last], step)
        } else if value < values[start] {
          rows[row, column] = values[start] - Self.whole(values[start] - value, step)
        } else {
          rows[row, column] = nearest(value, start...last)
        }
      }
    }
  }

  private func nearest(_ value: Double, _ range: ClosedRange<Int>) -> Double {
    let above = BinarySearch.lowerBound(
      of: value, in: values.base + range.lowerBound, count: range.count)
    let upper = values[min(range.lowerBound + above, range.upperBound)]
    let lower = values[max(range.lowerBound + above - 1, range.lowerBound)]
    return abs(value - lower) <= abs(upper - value) ? lower : upper
  }

  /// The step beyond the range; 0 where there is no going on.
  private func smallestGap(_ range: ClosedRange<Int>) -> Double {
    guard range.count > 2 else { return 0 }
    return range.dropFirst().reduce(.infinity) { min($0, values[$1] - values[$1 - 1]) }
  }

  private static func whole(_ distance: Double, _ step: Double) -> Double {
    step > 0 ? step * (distance / step).rounded() : 0
  }
}
