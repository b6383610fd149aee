import Testing

@testable import DASCore

@Suite struct KeepFilterTests {
  private func make(_ keep: KeepFilter, _ X: Matrix, count: Int = 3000, threads: Int = 1) throws
    -> Matrix
  {
    try MixtureProgram(
      name: "t", components: [MixtureComponent(Noise(.spread, factor: 1))], snapsDiscrete: false,
      keep: keep
    ).make(count, from: X, threads: threads)
  }

  private func norms(_ X: Matrix) -> [Double] {
    (0..<X.rows).map { X.rowArray($0).reduce(0) { $0 + $1 * $1 }.squareRoot() }
  }

  /// Where enough candidates qualify, every row scores below the quantile.
  @Test func scoresStayBelowTheQuantile() throws {
    let X = try TestTables.correlated(rows: 400, columns: 3)
    let limit = norms(X).sorted()[200]
    let kept = try make(KeepFilter(candidates: 6, scoreBelow: 0.5), X)
    #expect(kept.rows == 3000)
    #expect(norms(kept).allSatisfy { $0 <= limit })
    #expect(norms(try make(KeepFilter(), X)).contains { $0 > limit })
  }

  @Test func distancesStayAboveTheQuantile() throws {
    let X = try TestTables.correlated(rows: 300, columns: 3)
    let statistics = try ColumnStatistics(X.view, on: Execution())
    func standardized(_ rows: Matrix) throws -> Matrix {
      let copy = try Matrix(copying: rows.view)
      for row in 0..<copy.rows { statistics.standardize(copy.row(row)) }
      return copy
    }
    let search = try NearestNeighbors(standardized(X))
    let own = try Buffer((0..<300).map { Int32($0) })
    let distances = try search.search(standardized(X), neighbors: 1, excluding: own).distances.array
    let limit = distances.sorted()[Int(0.9 * 300)]
    let kept = try make(KeepFilter(candidates: 8, distanceAbove: 0.9), X)
    let far = try search.search(standardized(kept), neighbors: 1).distances.array
    #expect(far.allSatisfy { $0 >= limit })
  }

  /// Where too few qualify, those that fail by least fill the rest.
  @Test func theBestOfTheRestFillUp() throws {
    let X = try TestTables.correlated(rows: 300, columns: 3)
    let all = norms(try make(KeepFilter(candidates: 1.0000001, scoreBelow: 0), X, count: 500))
    let kept = norms(try make(KeepFilter(candidates: 16, scoreBelow: 0), X, count: 500))
    #expect(kept.count == 500)
    #expect(kept.reduce(0, +) < 0.9 * all.reduce(0, +))
  }

  /// Copies of training rows are drawn again, and come back only where there is nothing else.
  @Test func copiesAreRejected() throws {
    let X = try TestTables.discrete(rows: 300, columns: 6, levels: 3)
    let known = Set((0..<300).map(X.rowArray))
    let component = MixtureComponent(Recombine(fraction: 0.5))
    func copies(_ keep: KeepFilter) throws -> Int {
      let rows = try MixtureProgram(name: "t", components: [component], keep: keep).make(
        2000, from: X)
      return (0..<2000).count { known.contains(rows.rowArray($0)) }
    }
    #expect(try copies(KeepFilter()) == 0)
    #expect(try copies(KeepFilter(candidates: 4, rejectsCopies: true)) == 0)
    let constant = try Matrix([[1, 2], [1, 2]])
    #expect(
      try MixtureProgram(
        name: "t", components: [component], keep: KeepFilter(candidates: 4, rejectsCopies: true)
      ).make(10, from: constant).bits == (0..<10).flatMap { _ in [1.0, 2.0].map(\.bitPattern) })
  }

  @Test(arguments: [1.5, 3, 16]) func countsAndBitsHold(candidates: Double) throws {
    let X = try TestTables.correlated(rows: 200, columns: 3)
    let keep = KeepFilter(
      candidates: candidates, scoreBelow: 0.8, distanceAbove: 0.2, rejectsCopies: true)
    for count in [1, 63, 64, 1025] {
      let rows = try make(keep, X, count: count)
      #expect(rows.rows == count)
      #expect(try make(keep, X, count: count, threads: 3).bits == rows.bits)
    }
  }
}
