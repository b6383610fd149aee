/// Some rows of a table, or all of them.
package struct RowSubset: Sendable {
  /// The rows themselves, in the order of the table.
  package let table: MatrixView
  /// Their indices in the table, ascending; nil for all rows.
  package let indices: Buffer<Int32>?

  package var count: Int { table.rows }

  /// All rows, without a copy.
  package init(all X: MatrixView) {
    (table, indices) = (X, nil)
  }

  /// A copy of the rows with these indices, which ascend.
  package init(_ indices: Buffer<Int32>, of X: MatrixView) throws {
    let rows = try Matrix(rows: indices.count, columns: X.columns, schema: X.schema)
    for index in 0..<indices.count { X.copyRow(Int(indices[index]), into: rows.row(index)) }
    (table, self.indices) = (rows.view, indices)
  }

  /// The index in the table of a row of the subset.
  package func row(_ index: Int) -> Int { indices.map { Int($0[index]) } ?? index }

  /// The values of these rows, given those of all rows.
  package func values(of all: Buffer<Double>) throws -> Buffer<Double> {
    guard let indices else { return all }
    let values = try Buffer<Double>(uninitialized: indices.count)
    for index in 0..<indices.count { values[index] = all[Int(indices[index])] }
    return values
  }

  /// A copy of the values of all rows in which those of the subset are replaced.
  package func replacing(_ all: Buffer<Double>, by own: Buffer<Double>) throws -> Buffer<Double> {
    let values = try Buffer(all.base, count: all.count)
    for index in 0..<count { values[row(index)] = own[index] }
    return values
  }
}
