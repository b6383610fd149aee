import COpenBLAS

/// Matrix products by the library's kernels and decompositions by LAPACK, which is called from here
/// only. Matrices are row-major.
///
/// Decompositions run one at a time (`OpenBLASLock`). Dimensions must fit LAPACK's 32-bit integers,
/// which is checked here.
package enum LinearAlgebra {
  /// The eigenvalues, ascending, of a symmetric matrix given by its upper triangle; its rows become
  /// the eigenvectors in the same order (LAPACK dsyevd).
  static func eigenDecompose(
    _ matrix: UnsafeMutablePointer<Double>, order: Int
  ) throws -> Buffer<Double> {
    // LAPACK counts its workspace of 2 n^2 + 6 n + 1 numbers in 32 bits.
    guard order <= 32_766 else {
      throw DASError(.outOfRange, "a matrix of order \(order) exceeds what LAPACK takes, 32766")
    }
    let values = try Buffer<Double>(uninitialized: order)
    var n = try dimension(order)
    var info: Int32 = 0
    var (workSize, integerSize): (Int32, Int32) = (-1, -1)
    var (bestWork, bestInteger): (Double, Int32) = (0, 0)
    // LAPACK is column-major: our upper triangle is its lower one, and its columns are our rows.
    dsyevd_(
      "V", "L", &n, matrix, &n, values.base, &bestWork, &workSize, &bestInteger, &integerSize, &info
    )
    workSize = try dimension(of: bestWork)
    integerSize = bestInteger
    let work = try Buffer<Double>(uninitialized: Int(workSize))
    let integers = try Buffer<Int32>(uninitialized: Int(integerSize))
    try OpenBLASLock.withLock {
      dsyevd_(
        "V", "L", &n, matrix, &n, values.base, work.base, &workSize, integers.base, &integerSize,
        &info)
    }
    guard info == 0 else {
      throw DASError(.numericalFailure, "LAPACK dsyevd failed with info \(info) at order \(order)")
    }
    return values
  }

  /// The singular values of A (rows x columns), descending, and the right singular vectors as the
  /// rows of `vectors`, min(rows, columns) x columns. A is overwritten (LAPACK dgesdd).
  static func singularDecompose(
    _ a: UnsafeMutablePointer<Double>, rows: Int, columns: Int,
    vectors: UnsafeMutablePointer<Double>
  ) throws -> Buffer<Double> {
    let rank = min(rows, columns)
    let values = try Buffer<Double>(uninitialized: rank)
    let others = try Buffer<Double>(uninitialized: rank * rows)
    let integers = try Buffer<Int32>(uninitialized: 8 * rank)
    // LAPACK is column-major and sees the transpose of A: its left vectors are our right ones.
    var (m, n, k) = (try dimension(columns), try dimension(rows), try dimension(rank))
    var (info, workSize, bestWork): (Int32, Int32, Double) = (0, -1, 0)
    dgesdd_(
      "S", &m, &n, a, &m, values.base, vectors, &m, others.base, &k, &bestWork, &workSize,
      integers.base, &info)
    workSize = try dimension(of: bestWork)
    let work = try Buffer<Double>(uninitialized: Int(workSize))
    try OpenBLASLock.withLock {
      dgesdd_(
        "S", &m, &n, a, &m, values.base, vectors, &m, others.base, &k, work.base, &workSize,
        integers.base, &info)
    }
    guard info == 0 else {
      throw DASError(
        .numericalFailure, "LAPACK dgesdd failed with info \(info) at \(rows) x \(columns)")
    }
    return values
  }

  /// A workspace size, which LAPACK returns as a real.
  private static func dimension(of size: Double) throws -> Int32 {
    guard size >= 1, let whole = Int32(exactly: size.rounded(.up)) else {
      throw DASError(.outOfRange, "a workspace of \(size) numbers exceeds what LAPACK takes")
    }
    return whole
  }

  private static func dimension(_ value: Int) throws -> Int32 {
    guard let value = Int32(exactly: value) else {
      throw DASError(.outOfRange, "a matrix dimension of \(value) exceeds what BLAS takes")
    }
    return value
  }
}
