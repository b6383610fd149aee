import Testing

@testable import DASCore

@Suite struct NearestNeighborsTests {
  /// Neighbours and distances equal those of sorting all distances.
  @Test(arguments: [(1, 1), (50, 3), (300, 7)])
  func agreesWithSorting(rows: Int, columns: Int) throws {
    let reference = try TestTables.correlated(rows: rows, columns: columns)
    let queries = try TestTables.correlated(rows: 130, columns: columns, seed: 1)
    let found = try NearestNeighbors(reference).search(queries, neighbors: 5)
    #expect(found.neighbors == min(5, rows))
    for query in 0..<queries.rows {
      let distances = (0..<rows).map { row in
        zip(queries.rowArray(query), reference.rowArray(row))
          .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      }
      let order = distances.indices.sorted { distances[$0] < distances[$1] }
      for index in 0..<found.neighbors {
        let at = query * found.neighbors + index
        #expect(Int(found.indices[at]) == order[index])
        let expected = distances[order[index]]
        #expect((found.distances[at] - expected).magnitude <= 1e-14 * expected)
      }
    }
  }

  /// A copy of a reference row is at distance 0 exactly, at any distance from the origin.
  @Test func copiesAreAtDistanceZero() throws {
    let reference = try Matrix([[1e8, 1e8 + 1], [1e8, 1e8 + 2], [3, 4]])
    let found = try NearestNeighbors(reference).search(reference, neighbors: 2)
    #expect(found.distances.array == [0, 1, 0, 1, 0, found.distances[5]])
    #expect(found.indices[0] == 0 && found.indices[2] == 1 && found.indices[4] == 2)
  }

  /// Rows that single precision cannot distinguish, or represent, are found bit for bit.
  @Test(arguments: [1, 2, 7, 80], [1, 15, 16, 17, 64, 65, 200])
  func awkwardRowsAreFound(neighbors: Int, rows: Int) throws {
    for (name, value) in Self.awkward {
      var random = RandomStream(seed: UInt64(rows), purpose: .test)
      let reference = try Matrix(rows: rows, columns: 5)
      let queries = try Matrix(rows: 37, columns: 5)
      for index in 0..<rows * 5 { reference.storage[index] = value(&random) }
      for index in 0..<37 * 5 { queries.storage[index] = value(&random) }
      for column in 0..<5 { queries[3, column] = reference[rows - 1, column] }
      let own = try Buffer<Int32>((0..<37).map { $0 < rows ? Int32($0) : -1 })
      for excluded in [nil, own] {
        try check(reference, queries, neighbors, excluded, name)
      }
    }
  }

  private static let awkward: [(String, @Sendable (inout RandomStream) -> Double)] = [
    ("normal", { $0.normal() }),
    ("close together, far away", { 1e6 + 1e-5 * $0.normal() }),
    ("heavy tails", { $0.normal() / max($0.uniform(), 1e-9) / max($0.uniform(), 1e-9) }),
    ("few values", { Double($0.below(3)) }),
    ("one value", { _ in 0.1 }),
    ("any size", { $0.normal() * [1e-300, 1e-40, 1, 1e13, 1e16, 1e39, 1e150][$0.below(7)] }),
    ("huge", { 1e149 * max(-10, min($0.normal(), 10)) }),
    ("tiny", { 1e-25 * $0.normal() }),
    ("below single precision", { 1e-60 * $0.normal() }),
  ]

  private func check(
    _ reference: Matrix, _ queries: Matrix, _ neighbors: Int, _ excluded: Buffer<Int32>?,
    _ name: String
  ) throws {
    let found = try NearestNeighbors(reference)
      .search(queries, neighbors: neighbors, excluding: excluded)
    for query in 0..<queries.rows {
      let others = (0..<reference.rows).filter { $0 != excluded.map { Int($0[query]) } ?? -1 }
      let distances = others.map { row in
        VectorOperations.squaredDistance(queries.row(query), reference.row(row), count: 5)
          .squareRoot()
      }
      let order = others.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      let indices = query * found.neighbors..<(query + 1) * found.neighbors
      let nearest = order.prefix(found.neighbors)
      #expect(indices.map { Int(found.indices[$0]) } == nearest.map { others[$0] }, "\(name)")
      #expect(indices.map { found.distances[$0] } == nearest.map { distances[$0] }, "\(name)")
    }
  }

  /// Rows of many columns, each alone and among the others.
  @Test func longRowsAreFound() throws {
    let reference = try TestTables.normal(rows: 300, columns: 700, seed: 1)
    let queries = try TestTables.normal(rows: 20, columns: 700, seed: 2)
    let search = try NearestNeighbors(reference)
    let found = try search.search(queries, neighbors: 3)
    for row in 0..<20 {
      let alone = try search.search(Matrix(copying: queries.view.rows(row..<row + 1)), neighbors: 3)
      #expect(alone.indices.array == Array(found.indices.array[3 * row..<3 * row + 3]))
      #expect(alone.distances.array == Array(found.distances.array[3 * row..<3 * row + 3]))
      let all = (0..<300).map {
        VectorOperations.squaredDistance(queries.row(row), reference.row($0), count: 700)
          .squareRoot()
      }
      #expect(alone.distances.array == Array(all.sorted()[..<3]))
    }
  }

  /// An excluded row is no neighbour; with one row there are none.
  @Test func excludedRowsDoNotCount() throws {
    let reference = try Matrix([[0], [1], [3]])
    let own = try Buffer<Int32>([0, 1, -1])
    let found = try NearestNeighbors(reference).search(reference, neighbors: 9, excluding: own)
    #expect(found.neighbors == 2)
    #expect(found.indices.array == [1, 2, 0, 2, 2, 1])
    let alone = try NearestNeighbors(Matrix([[0]]))
      .search(Matrix([[0]]), neighbors: 3, excluding: Buffer([0]))
    #expect(alone.neighbors == 0 && alone.indices.count == 0)
  }
}
