/// A table owned by the library: rows are observations, columns are features.
public struct Matrix: @unchecked Sendable {
  package let storage: Buffer<Double>
  /// Observations.
  public let rows: Int
  /// Features.
  public let columns: Int
  /// What the columns hold; nil for numeric ones without missing cells.
  package var schema: Schema?

  /// Uninitialised rows; throws `outOfMemory` where an array would abort.
  package init(rows: Int, columns: Int, schema: Schema? = nil) throws {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow else {
      throw DASError(
        .outOfMemory, "cannot allocate \(rows) x \(columns) numbers: the size overflows")
    }
    self.storage = try Buffer(uninitialized: count)
    self.rows = rows
    self.columns = columns
    self.schema = schema
  }

  /// Adopts packed rows; `columns` divides the number of values.
  init(storage: Buffer<Double>, columns: Int) {
    self.storage = storage
    self.rows = storage.count / columns
    self.columns = columns
  }

  /// A packed copy.
  package init(copying view: MatrixView) throws {
    try self.init(rows: view.rows, columns: view.columns, schema: view.schema)
    view.copyRows(0..<view.rows, into: storage.base)
  }

  package func row(_ index: Int) -> UnsafeMutablePointer<Double> { storage.base + index * columns }

  package subscript(row: Int, column: Int) -> Double {
    get { storage[row * columns + column] }
    nonmutating set { storage[row * columns + column] = newValue }
  }

  /// The table as functions take it. The view keeps the memory alive.
  public var view: MatrixView {
    MatrixView(
      base: storage.base, rows: rows, columns: columns, rowStride: columns, columnStride: 1,
      type: .float64, owner: storage, schema: schema)
  }
}
