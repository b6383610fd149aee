internal import CDAS
internal import DASCore

// What C sees of a schema; nil is that of numeric columns without missing cells.

extension Optional<Schema> {
  /// - Parameter columns: the number of columns; 0 where a wrapped object does not say.
  func export(
    _ column: Int64, columns: Int, to info: UnsafeMutablePointer<das_column_info>?
  ) throws {
    let target = try required(info, "info")
    try checkSize(target.pointee.size, of: das_column_info.self, "info")
    let index = try checked(column, columns)
    let kind = self?[index].kind ?? .numeric
    target.pointee = das_column_info(
      size: MemoryLayout<das_column_info>.size, kind: kind.rawValue,
      missing: self?[index].allowsMissing == true ? 1 : 0,
      category_count: Int32(self?[index].categoryCount ?? 0),
      named: self?.name(of: 0, in: index) == nil ? 0 : 1)
  }

  /// The name of a category, or an error that says what there is.
  func name(of code: Int32, _ column: Int64, columns: Int) throws -> String {
    let index = try checked(column, columns)
    let count = self?[index].categoryCount ?? 0
    guard (0..<count).contains(Int(code)) else {
      throw DASError(.outOfRange, "code is \(code); column \(column) has \(count) categories")
    }
    guard let name = self?.name(of: Int(code), in: index) else {
      throw DASError(.unsupported, "the categories of column \(column) have no names")
    }
    return name
  }

  private func checked(_ column: Int64, _ columns: Int) throws -> Int {
    let count = self?.count ?? columns
    guard count > 0 else {
      throw DASError(.unsupported, "a wrapped object does not say which columns it takes")
    }
    guard (0..<Int64(count)).contains(column) else {
      throw DASError(.outOfRange, "column is \(column); it takes an integer in 0 ... \(count - 1)")
    }
    return Int(column)
  }
}

// MARK: - Bodies of entry points

extension FittedHandle {
  static func column(
    _ context: das_context_ref?, _ reference: OpaquePointer?, _ column: Int64,
    _ info: UnsafeMutablePointer<das_column_info>?
  ) -> das_status {
    guarded(context) { _ in
      let handle = try checked(reference)
      try handle.schema.export(column, columns: handle.columns, to: info)
    }
  }

  static func category(
    _ context: das_context_ref?, _ reference: OpaquePointer?, _ column: Int64, _ code: Int32,
    _ buffer: UnsafeMutablePointer<CChar>?, _ capacity: Int64, _ size: UnsafeMutablePointer<Int64>?
  ) -> das_status {
    guarded(context) { _ in
      let handle = try checked(reference)
      let name = try handle.schema.name(of: code, column, columns: handle.columns)
      try copy(name, to: buffer, capacity: capacity, size: size)
    }
  }
}
