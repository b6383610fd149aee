import Testing

@testable import DASCore

@Suite struct SeedSelectionTests {
  /// A move of nothing, so that rows are their seeds.
  private func seeds(_ selection: SeedSelection, of X: Matrix, count: Int = 400) throws -> Matrix {
    let still = Noise(.spread, factor: 0)
    var program = MixtureProgram(
      name: "t", components: [MixtureComponent(seeds: selection, still)], snapsDiscrete: false)
    program.redrawsCopies = false
    return try program.make(count, from: X)
  }

  private let line = (0..<100).map { [Double($0), 1] }

  @Test func quantilesOfTheScoreChooseRows() throws {
    let X = try Matrix(line.reversed())
    let low = Set(try seeds(SeedSelection(.score, to: 0.2), of: X).columnArray(0))
    #expect(low == Set((0..<20).map(Double.init)))
    let high = Set(try seeds(SeedSelection(.score, from: 0.95), of: X).columnArray(0))
    #expect(high == Set((95..<100).map(Double.init)))
    let all = Set(try seeds(SeedSelection(), of: X, count: 5000).columnArray(0))
    #expect(all.count == 100)
  }

  @Test func cyclicSeedsGoRound() throws {
    let X = try Matrix(line)
    let rows = try seeds(SeedSelection(.score, from: 0.97, draw: .sequential), of: X, count: 2500)
    #expect(rows.columnArray(0) == (0..<2500).map { Double(97 + $0 % 3) })
  }

  @Test func distanceToTheCentreOrders() throws {
    let X = try Matrix(line)
    let far = Set(try seeds(SeedSelection(.centerDistance, from: 0.9), of: X).columnArray(0))
    #expect(far == [0, 1, 2, 3, 4, 95, 96, 97, 98, 99])
  }

  /// Raw space looks at the feature of large values, standardised space at the odd one.
  @Test func spaceDecidesWhatIsFar() throws {
    let X = try Matrix((0..<100).map { [Double($0) * 1000, $0 == 50 ? 1 : 0] })
    let far = { SeedSelection(.centerDistance, from: 0.99, space: $0) }
    #expect(try seeds(far(.standardized), of: X, count: 5).columnArray(1) == [1, 1, 1, 1, 1])
    #expect(try seeds(far(.raw), of: X, count: 5).columnArray(1) == [0, 0, 0, 0, 0])
  }

  @Test func densityOrders() throws {
    let dense = (0..<90).map { [Double($0) * 0.01, 0] }
    let X = try Matrix(dense + (0..<10).map { [50 + 5 * Double($0), 0] })
    let sparse = SeedSelection(.neighborDistance, from: 0.9, neighbors: 2)
    #expect(try seeds(sparse, of: X).columnArray(0).allSatisfy { $0 >= 50 })
  }

  /// A range narrower than one row takes one row.
  @Test func aRangeIsNeverEmpty() throws {
    let X = try Matrix([[0], [1], [2]])
    for from in [0, 0.4, 0.99] {
      let rows = try seeds(SeedSelection(.score, from: from, to: from + 0.01), of: X, count: 9)
      #expect(Set(rows.columnArray(0)).count == 1)
    }
  }

  /// Scores that are not finite are put last and trap nothing.
  @Test func strangeScoresAreFine() throws {
    struct Strange: RowScorer {
      let columns = 1
      func score(_ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on: Execution) throws {
        for row in 0..<X.rows { scores[row] = [.nan, -.infinity, .infinity, 0][row % 4] }
      }
    }
    let X = try Matrix((0..<100).map { [Double($0)] })
    let program = MixtureProgram(
      name: "t",
      components: [
        MixtureComponent(seeds: SeedSelection(.score, to: 0.5), Noise(.spread, factor: 0.1))
      ],
      keep: KeepFilter(candidates: 3, scoreBelow: 0.5))
    let rows = try program.synthesize(
      50, against: Strange(), from: X.view, seed: 0, on: Execution())
    #expect(rows.storage.elements.allSatisfy { $0.isFinite })
  }
}
