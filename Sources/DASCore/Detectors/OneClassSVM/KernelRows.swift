/// Borrowed rows with their terms of the kernel's argument.
struct KernelRows {
  let base: UnsafePointer<Double>
  let stride: Int
  let count: Int
  let columns: Int
  let terms: UnsafePointer<Double>

  subscript(range: Range<Int>) -> KernelRows {
    KernelRows(
      base: base + range.lowerBound &* stride, stride: stride, count: range.count,
      columns: columns, terms: terms + range.lowerBound)
  }
}

extension Kernel {
  /// Writes the terms of packed rows.
  func fillTerms(
    _ terms: UnsafeMutablePointer<Double>, of rows: UnsafePointer<Double>, rows count: Int,
    columns: Int
  ) {
    for row in 0..<count { terms[row] = term(rows + row * columns, columns: columns) }
  }

  /// Writes k(x_i, y_j) for all rows x_i and y_j: one matrix product and one pass over it.
  func fill(
    _ tile: UnsafeMutablePointer<Double>, stride: Int, rows: KernelRows, against others: KernelRows
  ) {
    if rows.count == 1 {
      LinearAlgebra.multiply(
        others.base, stride: others.stride, rows: others.count, columns: others.columns,
        by: rows.base, into: tile)
    } else {
      LinearAlgebra.multiplyTransposed(
        rows.base, stride: rows.stride, rows: rows.count, others.base, stride: others.stride,
        rows: others.count, inner: rows.columns, into: tile, stride: stride)
    }
    for row in 0..<rows.count {
      apply(
        to: tile + row &* stride, count: others.count, term: rows.terms[row], terms: others.terms)
    }
  }
}
