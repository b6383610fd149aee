@testable import DASCore

/// A table laid out in memory in any way a caller may choose.
struct StridedTable {
  /// Row-major, column-major, every second element, and both ways backwards.
  enum Layout: CaseIterable {
    case rowMajor, columnMajor, spaced, reversedRows, reversedColumns
  }

  private let memory: Buffer<UInt8>
  let view: MatrixView

  init(_ table: Matrix, _ layout: Layout, _ type: MatrixView.ElementType) throws {
    let (rows, columns) = (table.rows, table.columns)
    let (rowStride, columnStride, origin) =
      switch layout {
      case .rowMajor: (columns, 1, 0)
      case .columnMajor: (1, rows, 0)
      case .spaced: (3 * columns, 2, 0)
      case .reversedRows: (-columns, 1, (rows - 1) * columns)
      case .reversedColumns: (columns, -1, columns - 1)
      }
    let size = type == .float64 ? 8 : 4
    memory = try Buffer(repeating: 0xff, count: 3 * rows * columns * size)
    let base = UnsafeMutableRawPointer(memory.base) + origin * size
    for row in 0..<rows {
      for column in 0..<columns {
        let index = base + (row * rowStride + column * columnStride) * size
        switch type {
        case .float64: index.storeBytes(of: table[row, column], as: Double.self)
        case .float32: index.storeBytes(of: Float(table[row, column]), as: Float.self)
        }
      }
    }
    view = MatrixView(
      base: base, rows: rows, columns: columns, rowStride: rowStride, columnStride: columnStride,
      type: type, owner: memory)
  }
}
