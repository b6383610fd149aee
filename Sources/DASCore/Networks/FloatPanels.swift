import CKernels

/// The right operand B of a product in single precision, packed in panels of 16 columns.
///
/// An element of A B depends on its row of A and its column of B alone, bit for bit.
struct FloatPanels: @unchecked Sendable {
  private static let step = FloatMatrix.step

  private let storage: Buffer<Float>

  /// Room for an operand of at most `inner` x `width`.
  init(inner: Int, width: Int) throws {
    storage = try Buffer(uninitialized: inner * width)
  }

  /// Packs `matrix`, or its transpose.
  init(_ matrix: FloatMatrix, transposed: Bool = false) throws {
    try self.init(inner: matrix.rows, width: matrix.width)
    if transposed { packTransposed(matrix) } else { pack(matrix, rows: matrix.rows) }
  }

  /// Packs the first `rows` rows of a matrix.
  func pack(_ matrix: FloatMatrix, rows: Int) {
    for row in 0..<rows {
      let source = matrix.row(row)
      for first in stride(from: 0, to: matrix.width, by: Self.step) {
        (storage.base + first * rows + row * Self.step).update(
          from: source + first, count: Self.step)
      }
    }
  }

  /// Packs the transpose of a matrix whose number of rows is a multiple of 16.
  func packTransposed(_ matrix: FloatMatrix) {
    let inner = matrix.width
    for row in 0..<matrix.rows {
      let source = matrix.row(row)
      let panel = storage.base + (row - row % Self.step) * inner + row % Self.step
      for column in 0..<inner { panel[column &* Self.step] = source[column] }
    }
  }

  /// C = A B, for `rows` packed rows of `inner` elements.
  func multiply(
    _ a: UnsafePointer<Float>, rows: Int, inner: Int, into c: FloatMatrix
  ) {
    libdas_pairwise_panels(0, rows, c.width / Self.step, inner, a, storage.base, c.base)
  }
}
