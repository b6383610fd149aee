@testable import DASCore

extension TestTables {
  /// Tables at the edge of what the library takes.
  static func awkward() throws -> [Matrix] {
    try [
      Matrix([[1, 2, 3]]),
      Matrix([[0], [1]]),
      Matrix(Array(repeating: [3.25, -1], count: 50)),
      Matrix([[-1e150], [1e150], [.leastNonzeroMagnitude], [0]]),
      discrete(rows: 2, columns: 2, levels: 9),
      discrete(rows: 300, columns: 1, levels: 3),
      discrete(rows: 12, columns: 40, levels: 50),
    ] + extremes()
  }

  /// Normal values cut to ±1, at the largest and at the smallest magnitudes that are allowed.
  static func extremes() throws -> [Matrix] {
    try [1e150, 1e-150, Double.leastNonzeroMagnitude].map { size in
      let table = try normal(rows: 300, columns: 3)
      for index in table.storage.elements.indices {
        table.storage[index] = min(max(table.storage[index], -1), 1) * size
      }
      return table
    }
  }
}
