/// Points owned by the library, with their terms of the kernel's argument.
struct KernelPoints: Sendable {
  let matrix: Matrix
  let terms: Buffer<Double>

  init(_ matrix: Matrix, kernel: Kernel) throws {
    self.matrix = matrix
    self.terms = try Buffer(uninitialized: matrix.rows)
    kernel.fillTerms(
      terms.base, of: matrix.storage.base, rows: matrix.rows, columns: matrix.columns)
  }

  var count: Int { matrix.rows }
  var columns: Int { matrix.columns }

  var rows: KernelRows {
    KernelRows(
      base: matrix.storage.base, stride: columns, count: count, columns: columns,
      terms: terms.base)
  }

  func swapAt(_ first: Int, _ second: Int) {
    let (x, y) = (matrix.row(first), matrix.row(second))
    for column in 0..<columns { (x[column], y[column]) = (y[column], x[column]) }
    (terms.base[first], terms.base[second]) = (terms.base[second], terms.base[first])
  }
}
