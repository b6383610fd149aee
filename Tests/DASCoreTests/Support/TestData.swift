import Synchronization

@testable import DASCore

/// Tables for tests: seeded, so that a failure can be met again.
enum TestData {
  /// Rows of correlated normals: every feature is a mix of `columns` common factors.
  static func gaussian(rows: Int, columns: Int, seed: UInt64 = 0) throws -> Matrix {
    var random = RandomStream(seed: seed, purpose: .test)
    let mixing = (0..<columns * columns).map { _ in random.normal() }
    let table = try Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let factors = (0..<columns).map { _ in random.normal() }
      for column in 0..<columns {
        var value = 10 * Double(column)
        for factor in 0..<columns { value += mixing[column * columns + factor] * factors[factor] }
        table[row, column] = value
      }
    }
    return table
  }

  /// Small integers: `values` of them in each feature.
  static func discrete(rows: Int, columns: Int, values: Int, seed: UInt64 = 0) throws -> Matrix {
    var random = RandomStream(seed: seed, purpose: .test)
    let table = try Matrix(rows: rows, columns: columns)
    for place in 0..<rows * columns { table.storage[place] = Double(random.below(values)) }
    return table
  }
}

/// Scores a row by its distance to the origin, and counts the calls and rows it is asked for.
final class NormScorer: RowScorer {
  let columns: Int
  let calls = Atomic<Int>(0)
  let rowsScored = Atomic<Int>(0)

  init(columns: Int) { self.columns = columns }

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    calls.wrappingAdd(1, ordering: .relaxed)
    rowsScored.wrappingAdd(X.rows, ordering: .relaxed)
    for row in 0..<X.rows {
      var sum = 0.0
      for column in 0..<columns { sum += X[row, column] * X[row, column] }
      scores[row] = sum.squareRoot()
    }
  }
}

extension Matrix {
  /// The bits of every element, for comparisons that tell 0 from -0.
  var bits: [UInt64] { storage.array.map(\.bitPattern) }

  func rowArray(_ row: Int) -> [Double] { (0..<columns).map { self[row, $0] } }

  func columnArray(_ column: Int) -> [Double] { (0..<rows).map { self[$0, column] } }
}

extension Program {
  /// Runs against a scorer that fits `X`.
  func make(_ count: Int, from X: Matrix, seed: UInt64 = 0, threads: Int = 1) throws -> Matrix {
    try synthesize(
      count, against: NormScorer(columns: X.columns), from: X.view, seed: seed,
      on: Execution(threads: threads))
  }
}
