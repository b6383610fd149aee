extension FittedOrderedBooster: Archivable {
  private static let part = "ordering."

  /// The forest as it is on numbers, and the ordering beside it.
  func archive(to writer: inout TensorWriter, under prefix: String) throws {
    guard let booster = booster as? any Archivable else {
      throw DASError(.internal, "'\(name)' has no form in a file")
    }
    try booster.archive(to: &writer, under: prefix)
    writer.add(prefix + Self.part + "kept", ordering.isKept)
    writer.add(prefix + Self.part + "values", ordering.values)
  }

  init(from reader: TensorReader, under prefix: String) throws {
    guard let schema = reader.schema else {
      throw TensorReader.broken("its booster orders categories, but its columns are numeric")
    }
    let isKept = try reader.tensor(
      prefix + Self.part + "kept", of: UInt8.self, count: schema.count)
    let values = try reader.finite(
      prefix + Self.part + "values", count: ColumnOrdering.valueCount(schema))
    guard isKept.elements.allSatisfy({ $0 <= 1 }),
      values.elements.allSatisfy({ $0.magnitude <= MatrixView.maxMagnitude })
    else { throw TensorReader.broken("the order of its booster's categories is unsound") }
    ordering = try ColumnOrdering(schema, isKept: isKept, values: values)
    booster = try FittedForest(from: reader, under: prefix)
    guard booster.columns == ordering.width else {
      throw TensorReader.broken("its booster does not fit the order of its categories")
    }
  }

  /// Whether a booster of a file orders categories.
  static func isIn(_ reader: TensorReader, under prefix: String) -> Bool {
    reader.has(prefix + part + "values")
  }
}
