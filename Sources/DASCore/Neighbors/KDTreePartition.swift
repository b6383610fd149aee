/// The leaves of a balanced k-d tree (Friedman, Bentley and Finkel, "An algorithm for finding best
/// matches in logarithmic expected time", ACM TOMS 1977): 2^levels parts of nearby rows, equal in
/// size to within one panel (`PanelRows`). Each part is halved near the median of its widest
/// column.
///
/// With p panels of rows, part i of level l holds the panels p i / 2^l ..< p (i + 1) / 2^l, so the
/// tree needs no pointers. Equal rows keep their order, so the parts depend on the table alone.
///
/// - Complexity: O(n log n columns), 12 bytes a row while it is built.
struct KDTreePartition: Sendable {
  let rows: Int
  let levels: Int
  /// The rows part by part, ascending within each.
  let order: Buffer<Int32>
  /// Of each inner node, level by level: the column it splits, and the first value of the right
  /// half.
  private let splitColumns: Buffer<Int32>
  private let splitValues: Buffer<Double>

  var parts: Int { 1 << levels }

  func range(_ part: Int, level: Int) -> Range<Int> {
    firstIndex(part, level: level)..<firstIndex(part + 1, level: level)
  }

  private func firstIndex(_ part: Int, level: Int) -> Int {
    min((PanelRows.panels(of: rows) * part) >> level * PanelRows.width, rows)
  }

  func range(_ part: Int) -> Range<Int> { range(part, level: levels) }

  /// The leaf that contains a row, given by its values.
  @inline(__always)
  func leaf(_ value: (_ column: Int) -> Double) -> Int {
    var part = 0
    for level in 0..<levels {
      let node = 1 << level - 1 + part
      let isBelow = value(Int(splitColumns.base[node])) < splitValues.base[node]
      part = 2 * part + (isBelow ? 0 : 1)
    }
    return part
  }
}

// MARK: - Cutting

extension KDTreePartition {
  /// Splits into parts of at most `maxRows` rows, or of two panels; `factors` weight the widths of
  /// columns.
  init(
    _ X: MatrixView, maxRows: Int, factors: Buffer<Double>, on execution: Execution
  ) throws {
    guard X.rows < Int(Int32.max) else {
      throw DASError(.outOfRange, "X has \(X.rows) rows; neighbours are numbered up to 2^31 - 2")
    }
    rows = X.rows
    let (panels, maxPanels) = (PanelRows.panels(of: X.rows), max(2, maxRows / PanelRows.width))
    var levels = 0
    while (panels + (1 << levels) - 1) >> levels > maxPanels { levels += 1 }
    self.levels = levels
    order = try Buffer(uninitialized: X.rows)
    for row in 0..<X.rows { order.base[row] = Int32(row) }
    splitColumns = try Buffer(uninitialized: 1 << levels - 1)
    splitValues = try Buffer(uninitialized: 1 << levels - 1)
    for level in 0..<levels {
      try execution.forEach(1 << level) { try halve($0, level: level, X, factors) }
    }
    try execution.forEach(parts) { part in
      let range = range(part)
      var rows = UnsafeMutableBufferPointer(rebasing: order.elements[range])
      rows.sort()
    }
  }

  private func halve(
    _ part: Int, level: Int, _ X: MatrixView, _ factors: Buffer<Double>
  ) throws {
    let range = range(part, level: level)
    let rows = order.base + range.lowerBound
    let column = try widestColumn(rows, range.count, X, factors)
    let keys = try Buffer<Double>(uninitialized: range.count)
    for index in 0..<range.count { keys.base[index] = X[Int(rows[index]), column] }
    let ranks = try Sorting.order(of: keys)
    let sorted = try Buffer<Int32>(uninitialized: range.count)
    for index in 0..<range.count { sorted.base[index] = rows[Int(ranks.base[index])] }
    rows.update(from: sorted.base, count: range.count)
    let node = 1 << level - 1 + part
    let middle = self.range(2 * part + 1, level: level + 1).lowerBound - range.lowerBound
    splitColumns.base[node] = Int32(column)
    splitValues.base[node] = keys.base[Int(ranks.base[middle])]
  }

  private func widestColumn(
    _ rows: UnsafePointer<Int32>, _ count: Int, _ X: MatrixView, _ factors: Buffer<Double>
  ) throws -> Int {
    let memory = try Buffer<Double>(uninitialized: 3 * X.columns)
    let (box, row) = (BoundingBox(memory.base, columns: X.columns), memory.base + 2 * X.columns)
    X.copyRow(Int(rows[0]), into: row)
    box.begin(row, columns: X.columns)
    for index in 1..<count {
      X.copyRow(Int(rows[index]), into: row)
      box.include(row, columns: X.columns)
    }
    func width(_ column: Int) -> Double {
      factors.base[column] * (box.high[column] - box.low[column])
    }
    return withExtendedLifetime(memory) {
      (0..<X.columns).max { width($0) < width($1) } ?? 0
    }
  }
}
