/// The check of a table's cells by a schema. Inside the library a missing cell is NaN, and a
/// category beyond those of the schema has the code after the last.
struct CellCheck {
  let table: MatrixView
  /// What messages call the table.
  let name: String
  let schema: Schema
  let purpose: MatrixView.Purpose
  let featureNames: FeatureNames?

  /// Throws `invalidData` with the position of the first cell that is not allowed.
  func checked(on execution: Execution) throws -> MatrixView {
    let size = max(MatrixView.partValues / table.columns, 1)
    let parts = (table.rows + size - 1) / size
    let isForeign = try Buffer<Bool>(repeating: false, count: parts)
    try execution.forEach(parts) { part in
      let range = part * size..<min((part + 1) * size, table.rows)
      isForeign[part] = try checkRows(range, on: execution)
    }
    if purpose == .fit { try checkColumns() }
    let checked = table.with(schema)
    return isForeign.elements.contains(true)
      ? try normalized(checked, parts, size, on: execution) : checked
  }

  /// Whether a cell of the rows is not in the library's form.
  private func checkRows(_ range: Range<Int>, on execution: Execution) throws -> Bool {
    let cells = try execution.scratch(table.columns)
    var isForeign = false
    for row in range {
      table.copyRow(row, into: cells.base)
      for column in 0..<table.columns {
        let (value, kind) = (cells.base[column], schema[column])
        guard isAllowed(value, kind) else { throw refusal(of: value, row, column) }
        isForeign = isForeign || (kind.isCategorical && isForeignCode(value, kind))
      }
    }
    return isForeign
  }

  @inline(__always)
  private func isAllowed(_ value: Double, _ column: Schema.Column) -> Bool {
    guard column.isCategorical else {
      return value.magnitude <= MatrixView.maxMagnitude || (value.isNaN && column.allowsMissing)
    }
    if value.isNaN || value < 0 { return column.allowsMissing && value != -.infinity }
    return value.rounded(.down) == value && value < (purpose == .score ? .infinity : limit(column))
  }

  private func limit(_ column: Schema.Column) -> Double { Double(column.categoryCount) }

  private func isForeignCode(_ value: Double, _ column: Schema.Column) -> Bool {
    value < 0 || value > limit(column)
  }

  /// A copy in the library's form.
  private func normalized(
    _ table: MatrixView, _ parts: Int, _ size: Int, on execution: Execution
  ) throws -> MatrixView {
    let copy = try Matrix(rows: table.rows, columns: table.columns, schema: schema)
    try execution.forEach(parts) { part in
      for row in part * size..<min((part + 1) * size, table.rows) {
        let cells = copy.row(row)
        table.copyRow(row, into: cells)
        for column in 0..<table.columns where schema[column].isCategorical {
          if isForeignCode(cells[column], schema[column]) {
            cells[column] = cells[column] < 0 ? .nan : limit(schema[column])
          }
        }
      }
    }
    return copy.view
  }

  /// A fit needs a value in every column.
  private func checkColumns() throws {
    for column in 0..<table.columns where schema[column].allowsMissing {
      let isEmpty = (0..<table.rows).allSatisfy { row in
        let value = table[row, column]
        return value.isNaN || (schema[column].isCategorical && value < 0)
      }
      guard !isEmpty else {
        throw DASError(
          .invalidData,
          "column \(column) of \(name)\(named(column)) has no value in any row; leave it out")
      }
    }
  }
}

// MARK: - Messages

extension CellCheck {
  private func named(_ column: Int) -> String {
    featureNames.map { ", \(ForeignText.quoted($0[column], atMost: 60))," } ?? ""
  }

  private func refusal(of value: Double, _ row: Int, _ column: Int) -> DASError {
    DASError(
      .invalidData,
      "\(name)[\(row), \(column)] is \(value)\(MatrixView.within(column, featureNames)); "
        + allowed(value, column))
  }

  private func allowed(_ value: Double, _ index: Int) -> String {
    let column = schema[index]
    let isMissing = value.isNaN || (column.isCategorical && value < 0 && value.isFinite)
    if isMissing { return "this column has no missing values; das_schema_set_missing allows them" }
    guard column.isCategorical else { return MatrixView.allowedNumbers }
    return "a \(column.kind) column takes the codes 0 ... \(column.categoryCount - 1) as whole "
      + "numbers" + (column.allowsMissing ? ", and nan or -1 for a missing value" : "")
  }
}

extension MatrixView {
  private static let missingHint = "; a schema may allow missing values (das_schema_set_missing)"

  /// What the rows of a table are for.
  package enum Purpose: Sendable {
    /// To be fitted to: codes are those of categories, and each column has a value.
    case fit
    /// To be fitted to, beside the rows that show what the columns hold.
    case extra
    /// To be scored: a category may be new.
    case score
    /// None: it holds numbers for a setting.
    case setting
  }

  /// The table with its cells in the library's form, checked by a schema; nil stands for finite
  /// numbers.
  ///
  /// - Parameter featureNames: for messages; nil if they are unknown.
  package func checked(
    _ name: String, by schema: Schema?, for purpose: Purpose, featureNames: FeatureNames? = nil,
    on execution: Execution
  ) throws -> MatrixView {
    guard let schema, !schema.isPlain else {
      let hint = purpose == .setting ? "" : Self.missingHint
      try checkValues(name, featureNames: featureNames, ofMissing: hint, on: execution)
      return with(nil)
    }
    guard purpose != .setting else {
      throw DASError(.invalidArgument, "\(name) holds numbers and takes no schema")
    }
    return try CellCheck(
      table: self, name: name, schema: schema, purpose: purpose, featureNames: featureNames
    ).checked(on: execution)
  }
}
