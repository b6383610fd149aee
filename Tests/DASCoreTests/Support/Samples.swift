@testable import DASCore

/// Data for tests: small, seeded, with the shapes that matter.
enum Samples {
  /// Rows of a few correlated Gaussian clusters.
  static func clusters(rows: Int, columns: Int, seed: UInt64 = 0) throws -> Matrix {
    var random = RandomStream(seed: seed, purpose: .test)
    let centers = (0..<3).map { _ in (0..<columns).map { _ in 4 * random.normal() } }
    let table = try Matrix(rows: rows, columns: columns)
    for row in 0..<rows {
      let center = centers[random.below(centers.count)]
      let common = random.normal()
      for column in 0..<columns {
        table[row, column] = center[column] + common + 0.5 * random.normal()
      }
    }
    return table
  }

  /// The same numbers as `float32`, and their `float64` copy.
  static func singles(_ table: Matrix) throws -> (single: MatrixView, double: Matrix) {
    let singles = try Buffer<Float>(uninitialized: table.rows * table.columns)
    let doubles = try Matrix(rows: table.rows, columns: table.columns)
    for place in 0..<singles.count {
      singles[place] = Float(table.storage[place])
      doubles.storage[place] = Double(singles[place])
    }
    let view = MatrixView(
      base: singles.base, rows: table.rows, columns: table.columns, rowStride: table.columns,
      columnStride: 1, type: .float32, owner: singles)
    return (view, doubles)
  }
}
