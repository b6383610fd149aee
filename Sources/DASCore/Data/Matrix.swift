/// A row-major `Double` table owned by the library.
public struct Matrix: @unchecked Sendable {
  public let storage: Buffer<Double>
  public let rows: Int
  public let columns: Int

  /// Uninitialised rows; throws `outOfMemory` rather than abort.
  public init(rows: Int, columns: Int) throws {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard !overflow else {
      throw DASError(
        .outOfMemory, "cannot allocate \(rows) x \(columns) numbers: the size overflows")
    }
    self.storage = try Buffer(uninitialized: count)
    self.rows = rows
    self.columns = columns
  }

  /// Adopts packed rows; `columns` divides their number.
  init(storage: Buffer<Double>, columns: Int) {
    self.storage = storage
    self.rows = storage.count / columns
    self.columns = columns
  }

  public init(copying view: MatrixView) throws {
    try self.init(rows: view.rows, columns: view.columns)
    view.copyRows(0..<view.rows, into: storage.base)
  }

  public init(_ rows: [[Double]]) throws {
    try self.init(rows: rows.count, columns: rows.first?.count ?? 0)
    for (index, row) in rows.enumerated() {
      for (column, value) in row.enumerated() { storage[index * columns + column] = value }
    }
  }

  public func row(_ index: Int) -> UnsafeMutablePointer<Double> { storage.base + index * columns }

  public subscript(row: Int, column: Int) -> Double {
    get { storage[row * columns + column] }
    nonmutating set { storage[row * columns + column] = newValue }
  }

  public var view: MatrixView {
    MatrixView(
      base: storage.base, rows: rows, columns: columns, rowStride: columns, columnStride: 1,
      type: .float64, owner: storage)
  }
}
