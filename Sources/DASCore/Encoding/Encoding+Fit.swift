extension Encoding {
  /// Columns that are summarised side by side.
  private static let panelColumns = 64

  /// The encoding of a table with a schema.
  ///
  /// - Complexity: O(rows x columns), and a column of memory for each thread.
  package init(_ X: MatrixView, _ schema: Schema, on execution: Execution) throws {
    var layout = try EncodingLayout(schema)
    for first in stride(from: 0, to: X.columns, by: Self.panelColumns) {
      let panel = first..<min(first + Self.panelColumns, X.columns)
      let summaries = Mutex([ColumnSummary?](repeating: nil, count: panel.count))
      try execution.forEach(panel.count) { index in
        let cells = try Buffer<Double>(uninitialized: X.rows)
        X.copyColumn(first + index, rows: 0..<X.rows, into: cells.base)
        let categories = schema[first + index].categoryCount
        let summary = ColumnSummary(UnsafeBufferPointer(cells.elements), categories: categories)
        summaries.withLock { $0[index] = summary }
      }
      for (index, summary) in summaries.withLock({ $0 }).enumerated() {
        if let summary { try layout.add(first + index, summary) }
      }
    }
    self = try layout.encoding()
  }
}

/// The columns of an encoding, one after the other, with a standard deviation of 1 for categories.
private struct EncodingLayout: ~Copyable {
  private let schema: Schema
  private let columns: Buffer<Encoding.Column>
  private var targets: GrowingBuffer<Int32>
  private var frequencies: GrowingBuffer<Double>
  /// Of the numeric columns that vary.
  private var deviations: GrowingBuffer<Double>

  init(_ schema: Schema) throws {
    let columns = try Buffer(repeating: Encoding.Column(), count: schema.count)
    let targets = try GrowingBuffer<Int32>(capacity: 64)
    let frequencies = try GrowingBuffer<Double>(capacity: 64)
    let deviations = try GrowingBuffer<Double>(capacity: 64)
    self.schema = schema
    self.columns = columns
    self.targets = targets
    self.frequencies = frequencies
    self.deviations = deviations
  }

  /// The median standard deviation of the numeric columns that vary; 1 without any.
  private func deviation() throws -> Double {
    guard deviations.count > 0 else { return 1 }
    let sorted = try Sorting.sortedFinite(deviations.compacted())
    return sorted[(sorted.count - 1) / 2] / 2 + sorted[sorted.count / 2] / 2
  }

  func encoding() throws -> Encoding {
    let deviation = try deviation()
    for index in 0..<columns.count where columns[index].width > 0 {
      if schema[index].isCategorical {
        columns[index].center *= deviation
        columns[index].deviation *= deviation
        columns[index].factor *= deviation
      } else if columns[index].deviation == 0 {
        columns[index].deviation = deviation
      }
    }
    return try Encoding(
      schema: schema, columns: columns, targets: targets.compacted(),
      frequencies: frequencies.compacted(), deviation: deviation)
  }

  mutating func add(_ index: Int, _ summary: ColumnSummary) throws {
    var column = Encoding.Column()
    column.first = Int32(frequencies.count)
    column.codes = Int32(targets.count)
    if summary.present > 0 {
      column.hasIndicator = summary.missing > 0
      switch schema[index].kind {
      case .numeric: try addNumbers(to: &column, summary)
      case .ordinal: try addRanks(to: &column, summary)
      case .nominal: try addCategories(to: &column, summary)
      }
    }
    // Categories of a column without a value have no target.
    let missing = targets.count - Int(column.codes)
    for _ in missing..<schema[index].categoryCount { try targets.append(-1) }
    let own = frequencies.count - Int(column.first)
    let wanted = Int(column.width) + (column.hasIndicator ? 1 : 0)
    for _ in own..<max(own, wanted) { try frequencies.append(0) }
    columns[index] = column
  }

  private mutating func addNumbers(
    to column: inout Encoding.Column, _ summary: ColumnSummary
  ) throws {
    column.width = 1
    column.center = summary.mean
    column.deviation = summary.deviation
    if summary.deviation > 0 { try deviations.append(summary.deviation) }
  }

  /// Twice the rank, so that an unseen category has room between its neighbours.
  private mutating func addRanks(
    to column: inout Encoding.Column, _ summary: ColumnSummary
  ) throws {
    var (rank, sum, squares) = (0, 0.0, 0.0)
    for count in summary.counts {
      // The ranks of unseen ones: below the first -1, else odd numbers between.
      guard count > 0 else {
        try targets.append(Int32(2 * rank - 1))
        continue
      }
      try targets.append(Int32(2 * rank))
      sum += Double(count * rank)
      squares += Double(count * rank * rank)
      rank += 1
    }
    let mean = sum / Double(summary.present)
    let spread = max(squares / Double(summary.present) - mean * mean, 0).squareRoot()
    column.width = 1
    column.deviation = 1
    column.factor = summary.order.count > 1 ? 1 / spread : 1
    column.center = mean * column.factor
  }

  private mutating func addCategories(
    to column: inout Encoding.Column, _ summary: ColumnSummary
  ) throws {
    let frequent = summary.order.filter { summary.counts[$0] >= Encoding.minRows }
    let hasRare = frequent.count < summary.order.count
    var own = summary.counts.map { $0 > 0 ? Int32(frequent.count) : -1 }
    for (position, code) in frequent.enumerated() { own[code] = Int32(position) }
    for target in own { try targets.append(target) }
    var fractions = frequent.map { Double(summary.counts[$0]) / Double(summary.present) }
    if hasRare {
      let rare = summary.present - frequent.reduce(0) { $0 + summary.counts[$1] }
      fractions.append(Double(rare) / Double(summary.present))
    }
    for fraction in fractions { try frequencies.append(fraction) }
    let variety = 1 - fractions.reduce(0) { $0 + $1 * $1 }
    column.width = Int32(fractions.count)
    column.deviation = 1
    column.factor = 1 / max(variety, Encoding.minVariety).squareRoot()
  }
}
