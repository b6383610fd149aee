extension Setting {
  /// A square matrix of finite numbers, in memory that is allocated with a check.
  public struct SquareMatrix: Equatable, Sendable {
    private let table: Matrix

    public var order: Int { table.columns }

    /// Copies a table; throws `shapeMismatch` where it is not square.
    public init(copying view: MatrixView, _ name: String) throws {
      guard view.rows == view.columns else {
        throw DASError(
          .shapeMismatch, "\(name) is \(view.rows) x \(view.columns); a square matrix is expected")
      }
      table = try Matrix(copying: view)
    }

    /// From rows of equal length; throws as above.
    public init(_ rows: [[Double]]) throws {
      try self.init(copying: Matrix(rows).view, "the matrix")
    }

    public subscript(row: Int, column: Int) -> Double { table[row, column] }

    public static func == (one: SquareMatrix, other: SquareMatrix) -> Bool {
      one.order == other.order
        && one.table.storage.elements.elementsEqual(other.table.storage.elements)
    }
  }
}
