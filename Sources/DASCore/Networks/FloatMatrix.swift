import CKernels

/// A row-major `Float` matrix whose rows are padded with zeros to a multiple of 16 columns, so that
/// whole vectors run over it: 0 adds nothing to a product.
///
/// It lives in memory of its own, or in part of another buffer.
struct FloatMatrix: @unchecked Sendable {
  /// Columns of a vector, and of a panel of a right operand.
  static let step = Int(LIBDAS_PANEL_COLUMNS)

  let base: UnsafeMutablePointer<Float>
  let rows: Int
  /// The columns, padding included.
  let width: Int
  private let owner: Buffer<Float>?

  /// `columns`, rounded up to whole vectors.
  static func padded(_ columns: Int) -> Int { (columns + step - 1) / step * step }

  /// Zeros.
  init(rows: Int, columns: Int) throws {
    let width = Self.padded(columns)
    let (count, overflow) = rows.multipliedReportingOverflow(by: width)
    guard !overflow else {
      throw DASError(
        .outOfMemory, "cannot allocate \(rows) x \(columns) numbers: the size overflows")
    }
    let memory = try Buffer<Float>(repeating: 0, count: count)
    self.init(memory.base, rows: rows, width: width, owner: memory)
  }

  /// A matrix in the memory of `owner`, or of the caller; `width` is a multiple of 16.
  init(
    _ base: UnsafeMutablePointer<Float>, rows: Int, width: Int, owner: Buffer<Float>? = nil
  ) {
    (self.base, self.rows, self.width, self.owner) = (base, rows, width, owner)
  }

  @inline(__always)
  func row(_ index: Int) -> UnsafeMutablePointer<Float> { base + index &* width }

  /// Writes the first `count` rows as columns of a packed matrix.
  func transpose(rows count: Int, into target: FloatMatrix) {
    libdas_transpose(count, width, base, target.base)
  }
}
