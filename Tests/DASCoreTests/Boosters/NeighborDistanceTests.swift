import Testing

@testable import DASCore

@Suite struct NeighborDistanceTests {
  private func fit(
    _ X: MatrixView, _ neighbors: Int, seed: UInt64 = 1, threads: Int = 1
  ) throws -> (fitted: NeighborDistance, distances: Buffer<Double>) {
    let (fitted, distances) = try NeighborDistances.fit(
      X, ColumnStatistics(X, on: Execution()), spaces: [.standardized], neighbors: neighbors,
      seed: seed, on: Execution(threads: threads))
    return (fitted.distances[0], distances[0])
  }

  /// The distance of `row` to its k-th nearest reference row except the one at index `excluded`, by
  /// sorting all distances.
  private func sorted(
    _ row: [Double], _ reference: Matrix, _ k: Int, excluding excluded: Int = -1
  ) -> Double {
    let distances = (0..<reference.rows).filter { $0 != excluded }.map { index in
      zip(row, reference.rowArray(index)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        .squareRoot()
    }
    return distances.sorted()[k - 1]
  }

  /// The distances, none below the .8 quantile of the table's own.
  private func floored(_ distances: [Double], own: [Double]) throws -> [Double] {
    let sorted = try Buffer(own.sorted())
    let floor = Sorting.quantile(
      NeighborDistance.fractionAtFloor, of: sorted.base, count: sorted.count)
    return distances.map { max($0, floor) }
  }

  /// The rows, each feature centred and divided by its standard deviation.
  private func standardized(_ table: Matrix, as X: Matrix) throws -> Matrix {
    let statistics = try ColumnStatistics(X.view, on: Execution())
    let result = try Matrix(copying: table.view)
    for row in 0..<table.rows { statistics.standardize(result.row(row)) }
    return result
  }

  // MARK: - Against direct computation

  /// The distances of the table's own rows and of new ones are those that sorting all distances
  /// gives.
  @Test(arguments: [(1, 1), (3, 4), (5, 13), (40, 4)])
  func agreesWithSorting(k: Int, columns: Int) throws {
    let X = try TestTables.correlated(rows: 200, columns: columns)
    let new = try TestTables.correlated(rows: 70, columns: columns, seed: 1)
    let (fitted, own) = try fit(X.view, k)
    let (reference, queries) = (try standardized(X, as: X), try standardized(new, as: X))
    let expected = (0..<200).map {
      sorted(reference.rowArray($0), reference, k, excluding: $0)
    }
    #expect(try relativeDifference(own.array, floored(expected, own: expected)) < 1e-12)
    let scored = try fitted.distances(of: new.view, on: Execution()).array
    let others = (0..<70).map { sorted(queries.rowArray($0), reference, k) }
    #expect(try relativeDifference(scored, floored(others, own: expected)) < 1e-12)
  }

  /// On the way to a row of the table distances fall to the floor and stay there; no row of the
  /// table is nearer than when it was measured without itself.
  @Test(arguments: [1, 4]) func nearerThanTheFloorCountsAsTheFloor(k: Int) throws {
    let X = try TestTables.correlated(rows: 200, columns: 3)
    let (fitted, own) = try fit(X.view, k)
    #expect(fitted.floor > 0 && own.array.min() == fitted.floor)
    #expect(own.array.count { $0 == fitted.floor } == 160)
    let again = try fitted.distances(of: X.view, on: Execution()).array
    #expect(zip(again, own.array).allSatisfy { fitted.floor <= $0 && $0 <= $1 })
    let steps = try Matrix((0...20).map { step in X.rowArray(0).map { $0 + 0.3 * Double(step) } })
    let distances = try fitted.distances(of: steps.view, on: Execution()).array
    #expect(distances[0] == fitted.floor && distances[20] > fitted.floor)
  }

  /// Where rows repeat, most have no distance to the nearest, and then there is no floor.
  @Test func repeatedRowsHaveNoFloor() throws {
    let X = try Matrix((0..<40).map { [Double($0 / 2), Double($0 / 2)] })
    let (fitted, own) = try fit(X.view, 1)
    #expect(fitted.floor == 0 && own.array.allSatisfy { $0 == 0 })
    #expect(try fitted.distances(of: Matrix([[100, 0]]).view, on: Execution())[0] > 1)
  }

  // MARK: - Number of rows

  /// Of longer tables 2048 rows are the neighbours; rows drawn are not their own.
  @Test func longTablesAreSampled() throws {
    let X = try TestTables.correlated(rows: 2300, columns: 3)
    let (fitted, own) = try fit(X.view, 2, seed: 5)
    let sample = try RowSample(of: 2300, atMost: NeighborDistance.maxRows, seed: 5)
    let reference = Matrix(storage: try fitted.search.table { $0 }, columns: 3)
    #expect(reference.rows == 2048)
    let rows = try standardized(X, as: X)
    for row in stride(from: 0, to: 2300, by: 37) {
      let index = Int(sample.index(of: Int32(row)))
      let distance = sorted(rows.rowArray(row), reference, 2, excluding: index)
      let expected = max(distance, fitted.floor)
      #expect((own[row] - expected).magnitude <= 1e-12 * expected)
    }
  }

  /// k is at most the number of rows beside a row itself; the only row has no neighbour.
  @Test func shortTablesHaveFewerNeighbors() throws {
    let rows = [[0.0], [3.0], [9.0]]
    for count in 1...3 {
      let X = try Matrix(Array(rows[..<count]))
      let (fitted, own) = try fit(X.view, 7)
      #expect(fitted.neighbors == max(1, count - 1))
      let factor = try #require(fitted.map.scaling).factor[0]
      let all = [[0], [3 * factor, 3 * factor], [9 * factor, 6 * factor, 9 * factor]]
      let expected = all[count - 1]
      #expect(try relativeDifference(own.array, floored(expected, own: expected)) < 1e-12)
      let score = try fitted.distances(of: Matrix([[0]]).view, on: Execution())[0]
      let new = try floored([[0, 0, 3 * factor][count - 1]], own: expected)
      #expect((score - new[0]).magnitude < 1e-12)
    }
  }

  // MARK: - Awkward values

  /// In a constant feature all rows are alike, and what differs from it counts in its own unit.
  @Test func constantColumns() throws {
    let X = try Matrix((0..<9).map { [7, Double($0)] })
    let (fitted, own) = try fit(X.view, 1)
    let factor = try #require(fitted.map.scaling).factor[1]
    #expect(relativeDifference(own.array, Array(repeating: factor, count: 9)) < 1e-12)
    let new = try Matrix([[7, 4], [9, 4]])
    #expect(try fitted.distances(of: new.view, on: Execution()).array == [fitted.floor, 2])
    let constant = try fit(Matrix([[1, 2], [1, 2], [1, 2]]).view, 2)
    #expect(constant.distances.array == [0, 0, 0])
  }

  /// The largest values that a table may hold, near and far, give finite distances in their order.
  @Test func farRowsAreFinite() throws {
    for unit in [1, 1e-100, 1e150] {
      let X = try Matrix([[0, unit], [unit, 0], [-unit, 0.5 * unit]])
      let (fitted, own) = try fit(X.view, 1)
      #expect(own.array.allSatisfy { $0.isFinite && $0 > 0 })
      let far = try Matrix([[1e140, 0], [1e150, -1e150], [-1e150, -1e150]])
      let distances = try fitted.distances(of: far.view, on: Execution()).array
      #expect(distances.allSatisfy { $0.isFinite && $0 >= 0 })
      if unit == 1 { #expect(distances[0] > 1e139 && distances[1] > distances[0]) }
    }
  }

  // MARK: - What holds for every score

  /// Neither threads, nor the rows around a row, nor its type change a bit.
  @Test(arguments: [1, 6]) func theRowAloneDecides(k: Int) throws {
    let X = try TestTables.roundedToFloat(TestTables.correlated(rows: 2500, columns: 7))
    let single = try StridedTable(X, .rowMajor, .float32).view
    let (fitted, own) = try fit(X.view, k)
    for threads in [2, 4] {
      #expect(try fit(X.view, k, threads: threads).distances.array == own.array)
    }
    #expect(try fit(single, k).distances.array == own.array)
    let scores = try fitted.distances(of: X.view, on: Execution()).array
    #expect(try fitted.distances(of: X.view, on: Execution(threads: 4)).array == scores)
    #expect(try fitted.distances(of: single, on: Execution()).array == scores)
    for row in stride(from: 0, to: 2500, by: 61) {
      let alone = try fitted.distances(of: X.view.rows(row..<row + 1), on: Execution())[0]
      #expect(alone == scores[row])
    }
  }
}
