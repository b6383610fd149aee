@testable import DASCore

/// Tables for tests, from the test streams.
enum TestTables {
  /// Independent standard normal values, moved by `shift`.
  static func normal(
    rows: Int, columns: Int, shift: Double = 0, seed: UInt64 = 0
  ) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    let table = try Matrix(rows: rows, columns: columns)
    for index in 0..<rows * columns { table.storage[index] = stream.normal() + shift }
    return table
  }

  /// Whole numbers in 0 ..< levels.
  static func discrete(
    rows: Int, columns: Int, levels: Int, seed: UInt64 = 0
  ) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    let table = try Matrix(rows: rows, columns: columns)
    for index in 0..<rows * columns { table.storage[index] = Double(stream.below(levels)) }
    return table
  }

  /// Every value rounded to what a `Float` holds.
  static func roundedToFloat(_ table: Matrix) throws -> Matrix {
    let rounded = try Matrix(copying: table.view)
    for index in 0..<rounded.storage.count {
      rounded.storage[index] = Double(Float(rounded.storage[index]))
    }
    return rounded
  }
}
