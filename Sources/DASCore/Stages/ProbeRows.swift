/// Rows that a score should distinguish: some of a table's rows, their midpoints, and rows far
/// outside.
///
/// A scorer that gives all of them one score has learnt nothing. Midpoints matter where a method
/// scores all of its training rows alike, as the distance to the nearest row does.
struct ProbeRows {
  let rows: Matrix
  /// Of `rows`, the first are the table's own and the last are far.
  let own: Int

  private static let maxOwn = 64
  /// How far outside a row is, in ranges of each even column and of each odd one: along the
  /// diagonal, and across it, for a method may see nothing along an axis of its own.
  private static let distances = [(20.0, 20.0), (-20.0, -20.0), (20.0, -20.0), (1000.0, 1000.0)]

  static var farCount: Int { distances.count }

  init(_ X: MatrixView) throws {
    let sample = try Self.sample(of: X)
    own = sample.rows
    rows = try Matrix(
      rows: 2 * own - 1 + Self.farCount, columns: X.columns, schema: X.schema)
    rows.row(0).update(from: sample.row(0), count: own * X.columns)
    for index in 1..<max(own, 1) { mix(index - 1, index, into: own + index - 1) }
    for (index, distances) in Self.distances.enumerated() {
      writeFar(distances, into: rows.row(rows.rows - Self.farCount + index))
    }
  }

  /// Some rows of the table, evenly spaced.
  static func sample(of X: MatrixView) throws -> Matrix {
    let count = min(X.rows, maxOwn)
    let sample = try Matrix(rows: count, columns: X.columns, schema: X.schema)
    for index in 0..<count { X.copyRow(index * X.rows / count, into: sample.row(index)) }
    return sample
  }

  /// The rows far outside.
  var far: MatrixView { rows.view.rows(rows.rows - Self.farCount..<rows.rows) }

  private func mix(_ first: Int, _ second: Int, into target: Int) {
    for column in 0..<rows.columns {
      let isCategory = rows.schema?[column].isCategorical == true
      rows[target, column] =
        isCategory ? rows[first, column] : rows[first, column] / 2 + rows[second, column] / 2
    }
  }

  private func writeFar(_ distances: (Double, Double), into target: UnsafeMutablePointer<Double>) {
    let bound = MatrixView.maxMagnitude
    for column in 0..<rows.columns {
      if let schema = rows.schema, schema[column].isCategorical {
        target[column] = Double(schema[column].categoryCount)
        continue
      }
      let values = (0..<own).map { rows[$0, column] }.filter { !$0.isNaN }
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      let width = high > low ? high - low : max(1, high.magnitude)
      let distance = column % 2 == 0 ? distances.0 : distances.1
      let end = distance > 0 ? high : low
      target[column] = max(-bound, min(end + distance * width, bound))
    }
  }
}

extension Buffer<Double> {
  /// Whether all are the same number but for rounding; true of none.
  var areAlike: Bool {
    guard let low = elements.min(), let high = elements.max() else { return true }
    return high - low <= 1e-12 * Swift.max(low.magnitude, high.magnitude)
  }
}

/// Whether two cells are equal, or both missing.
@inline(__always)
private func isSame(_ one: Double, _ other: Double) -> Bool {
  one == other || (one.isNaN && other.isNaN)
}

extension MatrixView {
  /// Whether every row is the first one.
  var rowsAreEqual: Bool {
    for row in 1..<Swift.max(rows, 1) {
      for column in 0..<columns where !isSame(self[row, column], self[0, column]) { return false }
    }
    return true
  }
}
