extension Setting {
  /// A square matrix of finite numbers, in memory that is allocated with a check.
  public struct SquareMatrix: Equatable, Sendable {
    private let table: Matrix

    package var order: Int { table.columns }

    /// Copies a table; throws `shapeMismatch` where it is not square.
    package init(copying view: MatrixView, _ name: String) throws {
      guard view.rows == view.columns else {
        throw DASError(
          .shapeMismatch, "\(name) is \(view.rows) x \(view.columns); a square matrix is expected")
      }
      table = try Matrix(copying: view)
    }

    /// From rows of finite numbers; throws where they are not as many as they are long.
    public init(_ rows: [[Double]]) throws {
      try self.init(copying: Matrix(rows).view, "the matrix")
    }

    package subscript(row: Int, column: Int) -> Double { table[row, column] }

    /// Whether all numbers are the same.
    public static func == (one: SquareMatrix, other: SquareMatrix) -> Bool {
      one.order == other.order
        && one.table.storage.elements.elementsEqual(other.table.storage.elements)
    }
  }
}
