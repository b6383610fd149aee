@testable import DASCore

extension TestTables {
  /// Two numeric columns, the second of which may be missing; three nominal ones and an ordinal
  /// one. The categories go together, and with the numbers.
  static func mixed(
    rows: Int, missing: Double = 0.1, seed: UInt64 = 0
  ) throws -> Matrix {
    var stream = RandomStream(seed: seed, purpose: .test)
    let table = try Matrix(rows: rows, columns: 6, schema: mixedSchema())
    for row in 0..<rows {
      let group = stream.below(3)
      func code(_ count: Int) -> Double {
        Double(stream.uniform() < 0.9 ? group % count : stream.below(count))
      }
      let cells = [
        3 * Double(group) + stream.normal(), stream.normal() - Double(group), code(3), code(5),
        code(2), Double(group) + Double(stream.below(2)),
      ]
      for column in 0..<6 { table[row, column] = cells[column] }
      for column in [1, 3] where stream.uniform() < missing { table[row, column] = .nan }
    }
    return table
  }

  static func mixedSchema() throws -> Schema {
    var schema = try Schema(columns: 6)
    for (column, count) in [(2, 3), (3, 5), (4, 2)] {
      try schema.setCategorical(column, .nominal, count: count)
    }
    try schema.setCategorical(5, .ordinal, count: 4)
    for column in [1, 3] { try schema.setMissing(column, allowed: true) }
    return schema
  }
}
