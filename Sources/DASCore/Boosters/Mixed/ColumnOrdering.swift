/// The frozen map of a mixed table to numbers whose order is one that trees can cut.
///
///     numeric   the value
///     ordinal   twice the rank of the category among those of the fit; one between for others
///     nominal   the rank of the category by its fraction of anomalies
///
/// With two classes the best subset of categories by Gini impurity is a cut of that order
/// (Breiman, Friedman, Olshen and Stone, "Classification and regression trees", 1984), so trees
/// that know only "value <= threshold" find it.
///
/// A missing number or rank is less than all others. A missing nominal cell is a category of its
/// own; if the fit saw none, it comes last. A category that the fit did not see is missing if it is
/// nominal, or lies outside the schema. A column without a value in a normal row becomes nothing.
struct ColumnOrdering: Sendable {
  let schema: Schema
  /// For each column, whether it has a number: 0 or 1.
  let isKept: Buffer<UInt8>
  /// For each column, the number of a missing cell and then those of its categories.
  let values: Buffer<Double>
  /// Where the values of each column start.
  private let starts: Buffer<Int>
  /// The number of columns of the ordered table, at least 1: a table without a value is one of 0.
  let width: Int

  init(_ schema: Schema, isKept: Buffer<UInt8>, values: Buffer<Double>) throws {
    let starts = try Buffer(Self.starts(schema))
    (self.schema, self.isKept, self.values, self.starts) = (schema, isKept, values, starts)
    width = max(1, isKept.elements.count { $0 == 1 })
  }

  /// Where the values of each column start.
  static func starts(_ schema: Schema) -> [Int] {
    var (starts, next) = ([Int](), 0)
    for column in 0..<schema.count {
      starts.append(next)
      next += 1 + schema[column].categoryCount
    }
    return starts
  }

  /// The number of values of all columns.
  static func valueCount(_ schema: Schema) -> Int {
    (0..<schema.count).reduce(0) { $0 + 1 + schema[$1].categoryCount }
  }
}

// MARK: - Rows

extension ColumnOrdering {
  /// The ordered table.
  func ordered(_ X: MatrixView, on execution: Execution) throws -> Matrix {
    let ordered = try Matrix(rows: X.rows, columns: width)
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      try X.withRowMajor(range, on: execution) { rows, stride in
        for row in 0..<range.count {
          order(rows + row * stride, into: ordered.row(range.lowerBound + row))
        }
      }
    }
    return ordered
  }

  private func order(_ row: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>) {
    target[0] = 0
    var next = 0
    for column in 0..<isKept.count where isKept.base[column] == 1 {
      target[next] = number(of: row[column], in: column)
      next += 1
    }
  }

  @inline(__always)
  private func number(of cell: Double, in column: Int) -> Double {
    let (start, categories) = (starts.base[column], schema[column].categoryCount)
    if categories == 0 { return cell.isNaN ? values.base[start] : cell }
    guard cell >= 0, cell < Double(categories) else { return values.base[start] }
    return values.base[start + 1 + Int(cell)]
  }
}
