import Glibc
import Synchronization
import Testing

@testable import DASCore

@Suite struct LinearAlgebraTests {
  /// alpha A B^T + beta C, with strides wider than the rows.
  @Test(arguments: [(1, 1, 1), (3, 4, 5), (65, 33, 17), (1, 40, 7)])
  func multiplies(m: Int, n: Int, k: Int) throws {
    let (a, b) = (
      try TestTables.normal(rows: m, columns: k + 2, seed: 1),
      try TestTables.normal(rows: n, columns: k + 1, seed: 2)
    )
    let c = try TestTables.normal(rows: m, columns: n, seed: 3)
    var expected: [Double] = []
    for row in 0..<m {
      for column in 0..<n {
        let product = (0..<k).reduce(0.0) { $0 + a[row, $1] * b[column, $1] }
        expected.append(-2 * product + 0.5 * c[row, column])
      }
    }
    try LinearAlgebra.multiplyTransposed(
      a.storage.base, stride: k + 2, rows: m, b.storage.base, stride: k + 1, rows: n, inner: k,
      into: c.storage.base, stride: n, alpha: -2, beta: 0.5)
    #expect(relativeDifference(c.storage.array, expected) < 1e-14)
  }

  /// Threads that multiply at the same time get the bits that one thread gets. Inside a serial
  /// OpenBLAS they would not: a few of these products come out wrong.
  @Test func multipliesOnManyThreadsAtOnce() throws {
    let (a, b) = (
      try TestTables.normal(rows: 64, columns: 8, seed: 1),
      try TestTables.normal(rows: 300, columns: 8, seed: 2)
    )
    func product() throws -> Buffer<Double> {
      let c = try Buffer<Double>(repeating: 0, count: 64 * 300)
      try LinearAlgebra.multiplyTransposed(
        a.storage.base, stride: 8, rows: 64, b.storage.base, stride: 8, rows: 300, inner: 8,
        into: c.base, stride: 300)
      return c
    }
    let expected = try product()
    let wrong = Atomic(0)
    try Execution(threads: 4).forEach(40_000) { _ in
      let c = try product()
      if memcmp(c.base, expected.base, 64 * 300 * 8) != 0 { wrong.add(1, ordering: .relaxed) }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  /// The upper triangle gains A^T A; the lower one is left alone.
  @Test func addsGrams() throws {
    let a = try TestTables.normal(rows: 50, columns: 7)
    let c = try Matrix(rows: 7, columns: 7)
    c.storage.base.update(repeating: 1, count: 49)
    try LinearAlgebra.addGram(
      of: a.storage.base, stride: 7, rows: 50, columns: 7, to: c.storage.base)
    for row in 0..<7 {
      for column in 0..<7 {
        let product = (0..<50).reduce(0.0) { $0 + a[$1, row] * a[$1, column] }
        #expect((c[row, column] - (column < row ? 1 : 1 + product)).magnitude < 1e-12)
      }
    }
  }

  /// The second difference matrix of order n has the eigenvalues 2 - 2 cos(pi j / (n + 1)), with
  /// eigenvectors sin(pi i j / (n + 1)).
  @Test(arguments: [1, 2, 30]) func decomposesTheSecondDifference(order: Int) throws {
    let matrix = try Matrix(rows: order, columns: order)
    matrix.storage.base.update(repeating: 0, count: order * order)
    for index in 0..<order {
      matrix[index, index] = 2
      if index + 1 < order { matrix[index, index + 1] = -1 }
    }
    let values = try LinearAlgebra.eigenDecompose(matrix.storage.base, order: order)
    for index in 0..<order {
      let angle = Double.pi * Double(index + 1) / Double(order + 1)
      #expect((values[index] - (2 - 2 * cos(angle))).magnitude < 1e-13)
      var (dot, norm) = (0.0, 0.0)
      for place in 0..<order {
        let expected = sin(angle * Double(place + 1))
        dot += matrix[index, place] * expected
        norm += expected * expected
      }
      #expect((dot.magnitude / norm.squareRoot() - 1).magnitude < 1e-12)
    }
  }

  /// V's rows are orthonormal, singular values fall, and A^T A v = s^2 v.
  @Test(arguments: [(40, 6), (6, 40), (5, 5), (1, 4), (4, 1)])
  func singularVectorsAreEigenvectorsOfTheGram(rows: Int, columns: Int) throws {
    let a = try TestTables.normal(rows: rows, columns: columns)
    let rank = min(rows, columns)
    let (copy, vectors) = (try Matrix(copying: a.view), try Matrix(rows: rank, columns: columns))
    let values = try LinearAlgebra.singularDecompose(
      copy.storage.base, rows: rows, columns: columns, vectors: vectors.storage.base)
    #expect(values.array == values.array.sorted(by: >))
    for first in 0..<rank {
      let image = (0..<rows).map { row in dot(a.row(row), vectors.row(first), columns) }
      for second in 0..<rank {
        let other = (0..<rows).map { row in dot(a.row(row), vectors.row(second), columns) }
        let expected = first == second ? values[first] * values[first] : 0
        #expect((zip(image, other).reduce(0) { $0 + $1.0 * $1.1 } - expected).magnitude < 1e-11)
        let product = dot(vectors.row(first), vectors.row(second), columns)
        #expect((product - (first == second ? 1 : 0)).magnitude < 1e-13)
      }
    }
  }

  /// What LAPACK's 32 bits cannot count is an error before any memory is touched.
  @Test func refusesWhatLAPACKCannotCount() throws {
    let one = try Buffer<Double>(repeating: 0, count: 1)
    #expect(
      thrownCode { _ = try LinearAlgebra.eigenDecompose(one.base, order: 40_000) } == .outOfRange)
    let code = thrownCode {
      try LinearAlgebra.addGram(
        of: one.base, stride: 1, rows: 1, columns: 1 << 40, to: one.base)
    }
    #expect(code == .outOfRange)
  }

  /// Calls from several threads at once give the bits of a single one.
  @Test func isSafeOnThreads() throws {
    let a = try TestTables.normal(rows: 64, columns: 24)
    let products = try Matrix(rows: 200, columns: 64 * 64)
    try Execution(threads: 6).forEach(200) { block in
      try LinearAlgebra.multiplyTransposed(
        a.storage.base, stride: 24, rows: 64, a.storage.base, stride: 24, rows: 64, inner: 24,
        into: products.row(block), stride: 64)
    }
    let first = Array(products.storage.array.prefix(64 * 64))
    for block in 1..<200 {
      #expect(Array(UnsafeBufferPointer(start: products.row(block), count: 64 * 64)) == first)
    }
  }

  private func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    (0..<count).reduce(0) { $0 + x[$1] * y[$1] }
  }
}
