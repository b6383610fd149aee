import Testing

@testable import DASCore

@Suite struct NearestNeighborsTests {
  /// The neighbours and distances are those that sorting all distances gives.
  @Test(arguments: [(1, 1), (50, 3), (300, 7)])
  func agreesWithSorting(rows: Int, columns: Int) throws {
    let reference = try TestData.gaussian(rows: rows, columns: columns)
    let queries = try TestData.gaussian(rows: 130, columns: columns, seed: 1)
    let found = try NearestNeighbors(reference).search(queries, neighbors: 5)
    #expect(found.neighbors == min(5, rows))
    for query in 0..<queries.rows {
      let distances = (0..<rows).map { row in
        zip(queries.rowArray(query), reference.rowArray(row))
          .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      }
      let order = distances.indices.sorted { distances[$0] < distances[$1] }
      for place in 0..<found.neighbors {
        let at = query * found.neighbors + place
        #expect(Int(found.indices[at]) == order[place])
        #expect(found.distances[at] == distances[order[place]])
      }
    }
  }

  /// A copy of a reference row is at distance 0 exactly, however far from the origin.
  @Test func copiesAreAtDistanceZero() throws {
    let reference = try Matrix([[1e8, 1e8 + 1], [1e8, 1e8 + 2], [3, 4]])
    let found = try NearestNeighbors(reference).search(reference, neighbors: 2)
    #expect(found.distances.array == [0, 1, 0, 1, 0, found.distances[5]])
    #expect(found.indices[0] == 0 && found.indices[2] == 1 && found.indices[4] == 2)
  }

  /// An excluded row is no neighbour; with one row there is none at all.
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
