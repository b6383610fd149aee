import Glibc
import Testing

@testable import DASCore

@Suite struct KernelTests {
  static let kernels = [
    Kernel(.rbf, gamma: 0.3), Kernel(.linear), Kernel(.poly, gamma: 0.5, coef0: 1, degree: 5),
    Kernel(.poly, gamma: 0.5, coef0: -1, degree: 2), Kernel(.sigmoid, gamma: 0.2, coef0: 0.1),
  ]

  /// Tiles of every kernel hold the values of its definition, for one row and for several.
  @Test(arguments: kernels) func tilesEqualTheDefinition(kernel: Kernel) throws {
    let (x, y) = (
      try TestTables.normal(rows: 5, columns: 7),
      try TestTables.normal(rows: 37, columns: 7, seed: 1)
    )
    let (rows, others) = (
      try KernelPoints(x, kernel: kernel), try KernelPoints(y, kernel: kernel)
    )
    for count in [1, 5] {
      let tile = try Matrix(rows: count, columns: 40)
      kernel.fill(
        tile.storage.base, stride: 40, rows: rows.rows[0..<count], against: others.rows)
      for row in 0..<count {
        for other in 0..<37 {
          let expected = kernel.value(x.rowArray(row), y.rowArray(other))
          #expect((tile[row, other] - expected).magnitude <= 1e-13 * max(1, expected.magnitude))
        }
      }
      withExtendedLifetime((rows, others)) {}
    }
  }

  @Test(arguments: kernels) func diagonalIsTheKernelOfARowWithItself(kernel: Kernel) throws {
    let x = try TestTables.normal(rows: 1, columns: 6)
    let expected = kernel.value(x.rowArray(0), x.rowArray(0))
    let found = kernel.diagonal(x.row(0), columns: 6)
    #expect((found - expected).magnitude <= 1e-14 * max(1, expected.magnitude))
  }

  /// The library's exponential is within 4e-16 of the C library's over its whole range.
  @Test(arguments: [1e-9, 1e-3, 1, 40, 700]) func exponentialIsExact(range: Double) throws {
    var random = RandomStream(seed: 1, purpose: .test)
    let arguments = (0..<1003).map { _ in -range * random.uniform() }
    let terms = [Double](repeating: 0, count: arguments.count)
    var values = arguments
    Kernel(.rbf, gamma: 0.5).apply(to: &values, count: values.count, term: 0, terms: terms)
    for (value, argument) in zip(values, arguments) {
      #expect((value / exp(argument) - 1).magnitude <= 4e-16)
    }
  }

  @Test(arguments: [1e-9, 1e-3, 1, 40]) func hyperbolicTangentIsExact(range: Double) throws {
    var random = RandomStream(seed: 2, purpose: .test)
    let arguments = (0..<1003).map { _ in random.uniform(-range, range) }
    var values = arguments
    Kernel(.sigmoid).apply(to: &values, count: values.count, term: 0, terms: arguments)
    for (value, argument) in zip(values, arguments) {
      #expect((value - tanh(argument)).magnitude <= 4e-16)
    }
  }

  /// Arguments that are out of range, overflowed or undefined give the nearest kernel value.
  @Test func extremeArgumentsGiveFiniteValues() {
    var values = [0, 5, -800, -Double.infinity, Double.nan, 1e300]
    Kernel(.rbf, gamma: 0.5).apply(
      to: &values, count: 6, term: 0, terms: [Double](repeating: 0, count: 6))
    #expect(values[0] == 1 && values[1] == 1 && values[5] == 1)
    #expect(values[2...4].allSatisfy { $0 >= 0 && $0 < 1e-300 })
    var others = [0, 800, -800, Double.infinity, -Double.infinity]
    Kernel(.sigmoid).apply(to: &others, count: 5, term: 0, terms: [0])
    #expect(others == [0, 1, -1, 1, -1])
  }
}

extension Kernel {
  /// The definition, for tests.
  func value(_ x: [Double], _ y: [Double]) -> Double {
    let product = zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
    switch form {
    case .rbf: return exp(-gamma * zip(x, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
    case .linear: return product
    case .poly: return pow(gamma * product + coef0, Double(degree))
    case .sigmoid: return tanh(gamma * product + coef0)
    }
  }
}
