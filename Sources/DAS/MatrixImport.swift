internal import CDAS
internal import DASCore

extension MatrixView {
  /// Checks a foreign table and borrows it. Nothing in the library looks at foreign data before
  /// this.
  ///
  /// - Parameters:
  ///   - form: what the table must look like.
  ///   - featureNames: the names of the columns, for messages, given their number; nil if unknown.
  static func importing(
    _ foreign: UnsafePointer<das_matrix>?, _ name: String, as form: TableForm = .any,
    for purpose: Purpose, on execution: Execution,
    featureNames: (_ columns: Int) throws -> FeatureNames? = { _ in nil }
  ) throws -> MatrixView {
    let matrix = try required(foreign, name).pointee
    let type = try checkedType(of: matrix, name)
    let (rows, wide) = try checkedShape(of: matrix, name)
    let data = try required(matrix.data, "\(name).data")
    try checkAddresses(of: matrix, data, size: type == .float64 ? 8 : 4, name)
    guard form.columns == wide || form.columns == 0 else {
      throw DASError(.shapeMismatch, "\(name) has \(wide) columns; \(form.columns) are expected")
    }
    let given = try schema(of: matrix, columns: wide, name)
    let view = MatrixView(
      base: data, rows: rows, columns: wide, rowStride: Int(matrix.row_stride),
      columnStride: Int(matrix.column_stride), type: type)
    return try view.checked(
      name, by: form.schema(of: given, name), for: purpose,
      featureNames: featureNames(wide), on: execution)
  }

  private static func schema(
    of matrix: das_matrix, columns: Int, _ name: String
  ) throws -> Schema? {
    guard let schema = matrix.schema.map({ SchemaHandle.from($0).schema }) else { return nil }
    guard schema.count == columns else {
      throw DASError(
        .shapeMismatch,
        "\(name) has \(columns) columns, but its schema describes \(schema.count)")
    }
    return schema
  }

  private static func checkedType(of matrix: das_matrix, _ name: String) throws -> ElementType {
    guard let type = ElementType(rawValue: matrix.type) else {
      throw DASError(
        .invalidArgument,
        "\(name).type is \(matrix.type); it takes DAS_FLOAT32 (1) or DAS_FLOAT64 (2)")
    }
    guard matrix.reserved == 0 else {
      throw DASError(.invalidArgument, "\(name).reserved is \(matrix.reserved); it must be 0")
    }
    return type
  }

  private static func checkedShape(of matrix: das_matrix, _ name: String) throws -> (Int, Int) {
    // Row and column numbers are kept in 32 bits by trees and orders.
    let limit = Int64(Int32.max) - 1
    for (what, count) in [("rows", matrix.rows), ("columns", matrix.columns)] {
      guard count >= 1 else {
        throw DASError(.invalidData, "\(name) has \(count) \(what); at least 1 is needed")
      }
      guard count <= limit else {
        throw DASError(.outOfRange, "\(name) has \(count) \(what); at most \(limit) are allowed")
      }
    }
    guard !matrix.rows.multipliedReportingOverflow(by: matrix.columns * 8).overflow else {
      throw DASError(
        .outOfRange, "\(name) has \(matrix.rows) x \(matrix.columns) values: the size overflows")
    }
    return (Int(matrix.rows), Int(matrix.columns))
  }

  /// Every element's address must be one that exists, whatever the strides.
  private static func checkAddresses(
    of matrix: das_matrix, _ data: UnsafeRawPointer, size: Int64, _ name: String
  ) throws {
    guard UInt(bitPattern: data) % UInt(size) == 0 else {
      throw DASError(.invalidArgument, "\(name).data is not aligned to its \(size)-byte elements")
    }
    for (count, stride, what) in [
      (matrix.rows, matrix.row_stride, "row_stride"),
      (matrix.columns, matrix.column_stride, "column_stride"),
    ] {
      let (elements, overflow) = (count - 1).multipliedReportingOverflow(by: stride)
      // 2^57 bytes is more than any address space of today; sums of two such reaches cannot
      // overflow.
      guard !overflow, elements.magnitude < UInt64(1) << 57 / UInt64(size) else {
        throw DASError(.outOfRange, "\(name).\(what) is \(stride): addresses overflow")
      }
    }
  }
}

extension MatrixView {
  /// The view as C sees it, for a callback of the host.
  ///
  /// - Parameter schema: of the view; it must stay alive as long as the matrix is in use.
  func exported(_ schema: SchemaHandle?) -> das_matrix {
    das_matrix(
      data: base, rows: Int64(rows), columns: Int64(columns), row_stride: Int64(rowStride),
      column_stride: Int64(columnStride), type: type.rawValue, reserved: 0,
      schema: schema?.reference)
  }
}
