extension ColumnOrdering {
  /// The rows by which the fraction of a category is drawn to that of the table. A category of one
  /// row would come first or last by chance.
  private static let smoothing = 4.0

  /// The ordering of a table of two classes.
  ///
  /// - Complexity: O(rows x columns), and a column of memory for each thread.
  init(
    normals: MatrixView, anomalies: MatrixView, _ schema: Schema, on execution: Execution
  ) throws {
    let isKept = try Buffer<UInt8>(repeating: 0, count: schema.count)
    let values = try Buffer<Double>(repeating: 0, count: Self.valueCount(schema))
    let starts = Self.starts(schema)
    try execution.forEach(schema.count) { column in
      let cells = try Self.cells(of: column, normals, anomalies)
      let own = cells.elements.prefix(normals.rows)
      guard own.contains(where: { !$0.isNaN }) else { return }
      isKept[column] = 1
      let target = values.base + starts[column]
      guard schema[column].isCategorical else {
        target[0] = Self.belowAll(cells)
        return
      }
      let counts = CategoryCounts(
        cells, normals: normals.rows, categories: schema[column].categoryCount)
      if schema[column].kind == .ordinal {
        counts.writeRanks(into: target)
      } else {
        counts.writeOrder(into: target, smoothing: Self.smoothing)
      }
    }
    try self.init(schema, isKept: isKept, values: values)
  }

  private static func cells(
    of column: Int, _ normals: MatrixView, _ anomalies: MatrixView
  ) throws -> Buffer<Double> {
    let cells = try Buffer<Double>(uninitialized: normals.rows + anomalies.rows)
    normals.copyColumn(column, rows: 0..<normals.rows, into: cells.base)
    anomalies.copyColumn(column, rows: 0..<anomalies.rows, into: cells.base + normals.rows)
    return cells
  }

  /// A number below the others, as far from them as they reach.
  private static func belowAll(_ cells: Buffer<Double>) -> Double {
    var (low, high) = (Double.infinity, -Double.infinity)
    for cell in cells.elements where !cell.isNaN { (low, high) = (min(low, cell), max(high, cell)) }
    let range = high > low ? high - low : max(1, high.magnitude)
    return max(low - range, -MatrixView.maxMagnitude)
  }
}

/// The rows of two classes in each category of a column.
private struct CategoryCounts {
  /// Of each code, and last of missing cells.
  private var rows: [Int]
  private var anomalies: [Int]
  private var firstRow: [Int]
  /// The fraction of anomalies in the table.
  private let fraction: Double

  init(_ cells: Buffer<Double>, normals: Int, categories: Int) {
    rows = [Int](repeating: 0, count: categories + 1)
    anomalies = rows
    firstRow = rows
    fraction = Double(cells.count - normals) / Double(cells.count)
    for row in 0..<cells.count {
      let cell = cells[row]
      let code = cell >= 0 && cell < Double(categories) ? Int(cell) : categories
      if rows[code] == 0 { firstRow[code] = row }
      rows[code] += 1
      if row >= normals { anomalies[code] += 1 }
    }
  }

  private var categories: Int { rows.count - 1 }

  /// Even ranks for categories that occur, odd ones for others. A missing cell is below them.
  func writeRanks(into target: UnsafeMutablePointer<Double>) {
    target[0] = -2
    var next = 0
    for code in 0..<categories {
      target[1 + code] = Double(rows[code] > 0 ? 2 * next : 2 * next - 1)
      if rows[code] > 0 { next += 1 }
    }
  }

  /// The ranks by smoothed fraction of anomalies, then by frequency and by the first row: codes and
  /// unused categories play no part.
  func writeOrder(into target: UnsafeMutablePointer<Double>, smoothing: Double) {
    let keys = (0...categories).map { code in
      (Double(anomalies[code]) + smoothing * fraction) / (Double(rows[code]) + smoothing)
    }
    let order = (0...categories).filter { rows[$0] > 0 }.sorted {
      (keys[$0], rows[$0], firstRow[$0]) < (keys[$1], rows[$1], firstRow[$1])
    }
    var ranks = [Double](repeating: -1, count: categories + 1)
    for (rank, code) in order.enumerated() { ranks[code] = Double(rank) }
    target[0] = rows[categories] > 0 ? ranks[categories] : Double(order.count)
    for code in 0..<categories { target[1 + code] = rows[code] > 0 ? ranks[code] : target[0] }
  }
}
