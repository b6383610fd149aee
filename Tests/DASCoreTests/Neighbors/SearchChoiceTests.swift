import Testing

@testable import DASCore

/// The size of leaves never changes the result: one leaf is a search by brute force, many are a
/// tree. Neither does the size of a batch: few queries are compared with all rows of a leaf.
@Suite struct SearchChoiceTests {
  private static let tables: [(String, @Sendable () throws -> Matrix)] = [
    ("clusters", { try TestTables.clusters(rows: 400, columns: 6) }),
    ("few values", { try TestTables.discrete(rows: 400, columns: 3, levels: 3) }),
    ("one value", { try TestTables.discrete(rows: 400, columns: 2, levels: 1) }),
    ("far from the origin", { try TestTables.normal(rows: 400, columns: 4, shift: 1e9) }),
    ("many columns", { try TestTables.normal(rows: 200, columns: 90) }),
  ]

  @Test(arguments: tables.indices, [1.0, 1.5, 2, 6])
  func everyCutFindsTheSame(table: Int, p: Double) throws {
    let X = try TestTables.roundedToFloat(Self.tables[table].1())
    let Q = try Matrix(copying: X.view.rows(3..<40))
    for index in 0..<Q.storage.count where index % 3 == 0 { Q.storage[index] += 0.25 }
    let distance = try RowDistance(p: p, columns: X.columns)
    let sorted = try Self.sorted(X, Q, distance)
    for maxRows in [1 << 20, 90, 4] {
      for rows in [X.view, try StridedTable(X, .columnMajor, .float32).view] {
        let search = try NearestNeighbors(
          rows, distance: distance, maxRows: maxRows, on: Execution(threads: 2))
        for together in [Q.rows, 1] {
          let found = try Self.search(search, Q, together: together)
          #expect(found.indices == sorted.indices, "\(Self.tables[table].0), \(maxRows) rows")
          #expect(found.distances == sorted.distances)
        }
      }
    }
  }

  /// The table's own rows give the same as queries that exclude their own row.
  @Test(arguments: tables.indices) func ownRowsAreLeftOut(table: Int) throws {
    let X = try Self.tables[table].1()
    for maxRows in [1 << 20, 40] {
      let search = try NearestNeighbors(
        X.view, distance: RowDistance(columns: X.columns), maxRows: maxRows, on: Execution())
      let own = try Buffer<Int32>((0..<Int32(X.rows)).map { $0 })
      let expected = try search.search(X, neighbors: 4, excluding: own)
      let found = try Buffer<Int32>(repeating: -1, count: 4 * X.rows)
      try search.forEachOwnRow(neighbors: 4, on: Execution(threads: 3)) { row, nearest in
        (found.base + 4 * row).update(from: nearest.indices, count: nearest.count)
      }
      #expect(found.array == expected.indices.array)
    }
  }

  private static func search(
    _ search: NearestNeighbors, _ Q: Matrix, together: Int
  ) throws -> (indices: [Int32], distances: [Double]) {
    var (indices, distances): ([Int32], [Double]) = ([], [])
    for first in stride(from: 0, to: Q.rows, by: together) {
      let queries = try Matrix(copying: Q.view.rows(first..<first + together))
      let found = try search.search(queries, neighbors: 7)
      indices += found.indices.array
      distances += found.distances.array
    }
    return (indices, distances)
  }

  private static func sorted(
    _ X: Matrix, _ Q: Matrix, _ distance: RowDistance
  ) throws -> (indices: [Int32], distances: [Double]) {
    var (indices, distances): ([Int32], [Double]) = ([], [])
    for query in 0..<Q.rows {
      let all = (0..<X.rows).map { distance(Q.row(query), X.row($0)) }
      let order = all.indices.sorted { (all[$0], $0) < (all[$1], $1) }.prefix(7)
      indices += order.map { Int32($0) }
      distances += order.map { all[$0] }
    }
    return (indices, distances)
  }
}
