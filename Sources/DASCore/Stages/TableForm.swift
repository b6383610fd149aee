/// What a table must look like: its columns, and what they hold.
package struct TableForm: Sendable {
  /// The number of columns; 0 for any.
  package let columns: Int
  let schema: Schema?
  /// Whether any schema will do.
  private let takesAnySchema: Bool

  /// Any table, as a fit takes it.
  package static let any = TableForm(columns: 0, schema: nil, takesAnySchema: true)

  private init(columns: Int, schema: Schema?, takesAnySchema: Bool) {
    (self.columns, self.schema, self.takesAnySchema) = (columns, schema, takesAnySchema)
  }

  /// A table like another.
  package init(of table: MatrixView) {
    self.init(columns: table.columns, schema: table.schema, takesAnySchema: false)
  }

  /// What a fitted object takes.
  package init(of scorer: some RowScorer) {
    self.init(
      columns: scorer.columns, schema: scorer.schema, takesAnySchema: scorer.takesAnySchema)
  }

  /// What a detector and a booster take, which must be the same; either may be missing.
  package init(of detector: (any RowScorer)?, and booster: (any RowScorer)?) throws {
    let one = detector.map { TableForm(of: $0) } ?? .any
    let other = booster.map { TableForm(of: $0) } ?? .any
    guard one.columns == other.columns || one.columns == 0 || other.columns == 0 else {
      throw DASError(
        .shapeMismatch,
        "the detector takes \(one.columns) columns but the booster \(other.columns)")
    }
    if !one.takesAnySchema, !other.takesAnySchema {
      try Schema.check(
        other.schema, against: one.schema, "what the booster was fitted to", exactly: true)
    }
    self.init(
      columns: max(one.columns, other.columns),
      schema: one.takesAnySchema ? other.schema : one.schema,
      takesAnySchema: one.takesAnySchema && other.takesAnySchema)
  }

  /// The schema that a table is read with.
  ///
  /// - Parameter given: the table's own; nil: it has none, and is read with that of the fit.
  package func schema(of given: Schema?, _ name: String) throws -> Schema? {
    if takesAnySchema { return given }
    if let given { try Schema.check(given, against: schema, name) }
    return schema
  }
}

extension MatrixView {
  /// The table, read with the schema of a fitted object.
  func read(as form: TableForm, for purpose: Purpose = .score) throws -> MatrixView {
    try checkColumns(form.columns)
    guard let wanted = try form.schema(of: schema, "X") else { return self }
    if let schema, schema.isIdentical(to: wanted), purpose == .score { return self }
    return try checked("X", by: wanted, for: purpose, on: Execution())
  }
}
