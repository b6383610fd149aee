@testable import DASCore

/// Tables for tests: small, and seeded so that a failure can be repeated.
enum TestTables {
  /// Independent normal values around `shift`.
  static func normal(
    rows: Int, columns: Int, shift: Double = 0, seed: UInt64 = 0
  ) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    return try make(rows, columns) { _ in stream.normal() + shift }
  }

  /// Whole numbers in 0 ..< levels.
  static func discrete(rows: Int, columns: Int, levels: Int, seed: UInt64 = 0) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    return try make(rows, columns) { _ in Double(stream.below(levels)) }
  }

  /// Correlated normal values: every column mixes the same `columns` factors.
  static func correlated(rows: Int, columns: Int, seed: UInt64 = 0) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    let mixing = (0..<columns * columns).map { _ in stream.normal() }
    var factors: [Double] = []
    return try make(rows, columns) { column in
      if column == 0 { factors = (0..<columns).map { _ in stream.normal() } }
      return (0..<columns).reduce(10 * Double(column)) {
        $0 + mixing[column * columns + $1] * factors[$1]
      }
    }
  }

  /// Rows of three Gaussian clusters, each with a common factor.
  static func clusters(rows: Int, columns: Int, seed: UInt64 = 0) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    let centers = (0..<3).map { _ in (0..<columns).map { _ in 4 * stream.normal() } }
    var (center, common) = (centers[0], 0.0)
    return try make(rows, columns) { column in
      if column == 0 { (center, common) = (centers[stream.below(3)], stream.normal()) }
      return center[column] + common + 0.5 * stream.normal()
    }
  }

  /// The table with every value rounded to the nearest `Float`.
  static func roundedToFloat(_ table: Matrix) throws -> Matrix {
    var values = table.storage.array.makeIterator()
    return try make(table.rows, table.columns) { _ in Double(Float(values.next() ?? .nan)) }
  }

  /// A table of the values that `value` gives, row by row.
  private static func make(
    _ rows: Int, _ columns: Int, _ value: (_ column: Int) -> Double
  ) throws -> Matrix {
    let table = try Matrix(rows: rows, columns: columns)
    for index in 0..<rows * columns { table.storage[index] = value(index % columns) }
    return table
  }
}
