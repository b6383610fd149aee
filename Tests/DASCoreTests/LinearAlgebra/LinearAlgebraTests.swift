import Glibc
import Synchronization
import Testing

@testable import DASCore

@Suite struct LinearAlgebraTests {
  /// alpha A B^T + beta C, with strides wider than the rows.
  @Test(arguments: [(1, 1, 1), (3, 4, 5), (65, 33, 17), (1, 40, 7), (150, 20, 600), (4, 5, 0)])
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
    LinearAlgebra.multiplyTransposed(
      a.storage.base, stride: k + 2, rows: m, b.storage.base, stride: k + 1, rows: n, inner: k,
      into: c.storage.base, stride: n, alpha: -2, beta: 0.5)
    #expect(relativeDifference(c.storage.array, expected) < 1e-14)
  }

  /// A B has the bits of A (B^T)^T: the layout of B changes how it is read, not the result.
  @Test(arguments: [(1, 1, 1), (65, 33, 17), (9, 16, 300), (128, 64, 64)])
  func multipliesAlikeHoweverBLies(m: Int, n: Int, k: Int) throws {
    let (a, b) = (
      try TestTables.normal(rows: m, columns: k, seed: 1),
      try TestTables.normal(rows: k, columns: n, seed: 2)
    )
    let across = try Matrix(rows: n, columns: k)
    for row in 0..<n { for column in 0..<k { across[row, column] = b[column, row] } }
    let (c, expected) = (
      try TestTables.normal(rows: m, columns: n, seed: 3),
      try TestTables.normal(rows: m, columns: n, seed: 3)
    )
    LinearAlgebra.multiply(
      a.row(0), stride: k, rows: m, b.row(0), stride: n, columns: n, inner: k, into: c.row(0),
      stride: n, alpha: -2, beta: 0.5)
    LinearAlgebra.multiplyTransposed(
      a.row(0), stride: k, rows: m, across.row(0), stride: k, rows: n, inner: k,
      into: expected.row(0), stride: n, alpha: -2, beta: 0.5)
    #expect(c.storage.array == expected.storage.array)
  }

  /// Threads that multiply at the same time get the bits that one thread gets. Inside a serial
  /// OpenBLAS they would not: a few of these products come out wrong.
  @Test(.slow) func multipliesOnManyThreadsAtOnce() throws {
    let (a, b) = (
      try TestTables.normal(rows: 64, columns: 8, seed: 1),
      try TestTables.normal(rows: 300, columns: 8, seed: 2)
    )
    func product() throws -> Buffer<Double> {
      let c = try Buffer<Double>(repeating: 0, count: 64 * 300)
      LinearAlgebra.multiplyTransposed(
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

  /// alpha A x + beta y. With beta 0, y may hold anything, and so may C in a product.
  @Test(arguments: [(1, 1), (3, 7), (9, 8), (70, 45)])
  func multipliesVectors(rows: Int, columns: Int) throws {
    let a = try TestTables.normal(rows: rows, columns: columns + 1, seed: 1)
    let x = try TestTables.normal(rows: 1, columns: columns, seed: 2)
    let products = (0..<rows).map { row in dot(a.row(row), x.row(0), columns) }
    let y = try TestTables.normal(rows: 1, columns: rows, seed: 3)
    let expected = zip(products, y.rowArray(0)).map { 3 * $0 - 0.5 * $1 }
    LinearAlgebra.multiply(
      a.row(0), stride: columns + 1, rows: rows, columns: columns, by: x.row(0), into: y.row(0),
      alpha: 3, beta: -0.5)
    #expect(relativeDifference(y.rowArray(0), expected) < 1e-14)
    let fresh = try Matrix(rows: 1, columns: rows)
    fresh.storage.base.update(repeating: .nan, count: rows)
    LinearAlgebra.multiply(
      a.row(0), stride: columns + 1, rows: rows, columns: columns, by: x.row(0),
      into: fresh.row(0))
    #expect(relativeDifference(fresh.rowArray(0), products) < 1e-14)
    fresh.storage.base.update(repeating: .nan, count: rows)
    LinearAlgebra.multiplyTransposed(
      x.row(0), stride: columns, rows: 1, a.row(0), stride: columns + 1, rows: rows,
      inner: columns, into: fresh.row(0), stride: rows)
    #expect(relativeDifference(fresh.rowArray(0), products) < 1e-14)
  }

  /// An element depends on its row and column alone: parts of a product have the bits of the whole.
  @Test func partsOfAProductEqualTheWhole() throws {
    let (a, b) = (
      try TestTables.normal(rows: 141, columns: 300), try TestTables.normal(rows: 43, columns: 300)
    )
    func product(_ rows: Range<Int>, _ columns: Range<Int>) throws -> Matrix {
      let c = try Matrix(rows: rows.count, columns: columns.count)
      LinearAlgebra.multiplyTransposed(
        a.row(rows.lowerBound), stride: 300, rows: rows.count, b.row(columns.lowerBound),
        stride: 300, rows: columns.count, inner: 300, into: c.row(0), stride: columns.count)
      return c
    }
    let whole = try product(0..<141, 0..<43)
    for (rows, columns) in [(0..<1, 0..<43), (5..<141, 7..<8), (130..<137, 3..<40)] {
      let part = try product(rows, columns)
      for row in rows {
        for column in columns {
          #expect(part[row - rows.lowerBound, column - columns.lowerBound] == whole[row, column])
        }
      }
    }
  }

  /// The upper triangle gains A^T A.
  @Test(arguments: [1, 7, 64, 130]) func addsGrams(columns: Int) throws {
    let a = try TestTables.normal(rows: 50, columns: columns)
    let c = try Matrix(rows: columns, columns: columns)
    c.storage.base.update(repeating: 1, count: columns * columns)
    LinearAlgebra.addGram(
      of: a.storage.base, stride: columns, rows: 50, columns: columns, to: c.storage.base)
    for row in 0..<columns {
      for column in row..<columns {
        let product = (0..<50).reduce(0.0) { $0 + a[$1, row] * a[$1, column] }
        #expect((c[row, column] - (1 + product)).magnitude < 1e-12)
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
      for position in 0..<order {
        let expected = sin(angle * Double(position + 1))
        dot += matrix[index, position] * expected
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

  /// What exceeds LAPACK's 32 bits is an error before any memory is touched.
  @Test func refusesWhatLAPACKCannotCount() throws {
    let one = try Buffer<Double>(repeating: 0, count: 1)
    #expect(
      thrownCode { _ = try LinearAlgebra.eigenDecompose(one.base, order: 40_000) } == .outOfRange)
  }

  /// Calls from several threads at once give the bits of a single one.
  @Test func isSafeOnThreads() throws {
    let a = try TestTables.normal(rows: 64, columns: 24)
    let products = try Matrix(rows: 200, columns: 64 * 64)
    try Execution(threads: 6).forEach(200) { block in
      LinearAlgebra.multiplyTransposed(
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
