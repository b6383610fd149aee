/// A fitted part that a model file can contain. Its tensors and metadata have a prefix, so that one
/// file can contain several parts.
///
/// Files are untrusted: what is read without an error can be scored without a trap.
protocol Archivable {
  func archive(to writer: inout TensorWriter, under prefix: String) throws
  init(from reader: TensorReader, under prefix: String) throws
}

extension TensorReader {
  /// A tensor of values that could stand in a table: finite, and their squares too.
  func bounded(_ name: String, count: Int? = nil) throws -> Buffer<Double> {
    let values = try tensor(name, of: Double.self, count: count)
    guard values.elements.allSatisfy({ $0.magnitude <= MatrixView.maxMagnitude }) else {
      throw Self.broken("tensor '\(name)' holds NaN, infinity or huge values")
    }
    return values
  }

  /// A tensor of finite values in ascending order.
  func ascending(_ name: String, count: Int? = nil) throws -> Buffer<Double> {
    let values = try finite(name, count: count)
    for index in 1..<max(values.count, 1) where values[index - 1] > values[index] {
      throw Self.broken("tensor '\(name)' is not in ascending order")
    }
    return values
  }

  /// A tensor of finite values of at least 0.
  func positive(_ name: String, count: Int? = nil) throws -> Buffer<Double> {
    let values = try finite(name, count: count)
    guard values.elements.allSatisfy({ $0 >= 0 }) else {
      throw Self.broken("tensor '\(name)' holds negative values")
    }
    return values
  }

  /// A row-major table of bounded values.
  func table(_ name: String, columns: Int) throws -> Matrix {
    let values = try bounded(name)
    guard values.count % columns == 0 else {
      throw Self.broken("tensor '\(name)' is not a table of \(columns) columns")
    }
    return Matrix(storage: values, columns: columns)
  }

  /// A row-major table of bounded values in the type that the file has it in.
  func typedTable(_ name: String, columns: Int) throws -> MatrixView {
    guard holds(name, Float.self) else { return try table(name, columns: columns).view }
    let values = try tensor(name, of: Float.self)
    guard values.count % columns == 0, values.elements.allSatisfy(\.isFinite) else {
      throw Self.broken("tensor '\(name)' is not a table of \(columns) columns of finite values")
    }
    return MatrixView(
      base: values.base, rows: values.count / columns, columns: columns, rowStride: columns,
      columnStride: 1, type: .float32, owner: values)
  }
}
