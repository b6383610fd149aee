import Testing

@testable import DASCore

@Suite struct NeighborDistancesTests {
  private func fit(
    _ X: MatrixView, _ spaces: [FeatureSpace] = FeatureSpace.allCases, k: Int = 1,
    threads: Int = 1
  ) throws -> (fitted: NeighborDistances, distances: [Buffer<Double>]) {
    try NeighborDistances.fit(
      X, ColumnStatistics(X, on: Execution()), spaces: spaces, neighbors: k, seed: 1,
      on: Execution(threads: threads))
  }

  /// In each space a row of the table is measured without itself, and no distance is below the
  /// floor: those of an exhaustive search among the mapped rows.
  @Test(arguments: FeatureSpace.allCases, [1, 3]) func rowsAreLeftOut(
    space: FeatureSpace, k: Int
  ) throws {
    let X = try TestTables.discrete(rows: 150, columns: 4, levels: 40)
    let (fitted, own) = try fit(X.view, [space], k: k)
    let rows = try fitted.distances[0].map.mapped(X.view).values
    let exact = rows.indices.map { row in
      rows.indices.filter { $0 != row }.map { other in
        zip(rows[row], rows[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
      }.sorted()[k - 1]
    }
    let floor = fitted.distances[0].floor
    #expect(floor > 0)
    #expect(try relativeDifference(own[0].array, exact.map { max($0, floor) }) < 1e-9)
    #expect(own[0].array.count { $0 == floor } >= 120)
  }

  /// Several spaces give what each gives alone.
  @Test func spacesAreIndependent() throws {
    let X = try TestTables.clusters(rows: 300, columns: 5)
    let new = try TestTables.clusters(rows: 80, columns: 5, seed: 3)
    let (all, own) = try fit(X.view, k: 2)
    for (index, space) in FeatureSpace.allCases.enumerated() {
      let (one, distances) = try fit(X.view, [space], k: 2)
      #expect(distances[0].array == own[index].array)
      #expect(
        try one.distances[0].distances(of: new.view, on: Execution()).array
          == all.distances[index].distances(of: new.view, on: Execution()).array)
    }
  }

  /// The search that ends at the floor finds what an exhaustive search finds.
  @Test(arguments: FeatureSpace.allCases) func theFloorEndsOnlyTheSearch(
    space: FeatureSpace
  ) throws {
    let X = try TestTables.clusters(rows: 1500, columns: 3)
    let new = try TestTables.clusters(rows: 400, columns: 3, seed: 5)
    let distance = try fit(X.view, [space], k: 3).fitted.distances[0]
    let exact = try distance.search.search(distance.map.mapped(new.view), neighbors: 3)
    let expected = (0..<400).map { max(exact.distances[3 * $0 + 2], distance.floor) }
    #expect(try distance.distances(of: new.view, on: Execution()).array == expected)
  }

  /// A strictly increasing map of a column changes no distance in the space of ranks.
  @Test func ranksIgnoreMonotoneMaps() throws {
    let X = try TestTables.discrete(rows: 200, columns: 3, levels: 60)
    let mapped = try Matrix(copying: X.view)
    for row in 0..<200 { mapped[row, 1] = X[row, 1] * X[row, 1] * X[row, 1] - 5 }
    let (some, others) = (try fit(X.view, [.rank]), try fit(mapped.view, [.rank]))
    #expect(some.distances[0].array == others.distances[0].array)
  }

  /// Constant columns, one or two rows, copies, and rows as far as a table may hold.
  @Test(arguments: FeatureSpace.allCases) func awkwardTables(space: FeatureSpace) throws {
    let tables: [[[Double]]] = [
      [[1, 2]], [[1, 2], [3, 1]], [[5, 5], [5, 5], [5, 5]], [[1e150, 0], [-1e150, 1], [0, 2]],
      (0..<40).map { [Double($0 / 2), 7] },
    ]
    for rows in tables {
      let (fitted, own) = try fit(Matrix(rows).view, [space])
      let far = try Matrix([[1e150, -1e150], [0, 0]])
      let others = try fitted.distances[0].distances(of: far.view, on: Execution())
      #expect((own[0].array + others.array).allSatisfy { $0.isFinite && $0 >= 0 })
    }
  }

  /// Trees see the row followed by its distances.
  @Test(arguments: [["standardized"], ["standardized", "perplexity", "rank"]])
  func distancesAreTheLastColumns(names: [String]) throws {
    let X = try TestTables.correlated(rows: 60, columns: 3)
    let (fitted, _) = try fit(X.view, names.compactMap { FeatureSpace(rawValue: $0) }, k: 2)
    let distances = try fitted.distances.map { try $0.distances(of: X.view, on: Execution()) }
    let rows = try Matrix(rows: 15, columns: 3 + names.count)
    try fitted.append(to: X.view, 10..<25, into: rows.row(0), on: Execution())
    for row in 0..<15 {
      #expect(rows.rowArray(row) == X.rowArray(10 + row) + distances.map { $0[10 + row] })
    }
  }

  /// Neither threads, nor the rows around a row, nor its type change a bit.
  @Test func theRowAloneDecides() throws {
    let X = try TestTables.roundedToFloat(TestTables.correlated(rows: 2300, columns: 4))
    let single = try StridedTable(X, .rowMajor, .float32).view
    let (fitted, own) = try fit(X.view)
    #expect(try fit(X.view, threads: 4).distances.map(\.array) == own.map(\.array))
    #expect(try fit(single).distances.map(\.array) == own.map(\.array))
    for distance in fitted.distances {
      let scores = try distance.distances(of: X.view, on: Execution()).array
      #expect(try distance.distances(of: single, on: Execution(threads: 4)).array == scores)
      for row in stride(from: 0, to: 2300, by: 61) {
        let alone = try distance.distances(of: X.view.rows(row..<row + 1), on: Execution())[0]
        #expect(alone == scores[row])
      }
    }
  }
}
