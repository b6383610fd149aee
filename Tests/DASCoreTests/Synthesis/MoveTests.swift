import Testing

@testable import DASCore

/// The closed-form property of each move.
@Suite struct MoveTests {
  private func run(
    _ move: any Move, on X: Matrix, count: Int = 2000, seeds: SeedSelection = SeedSelection()
  ) throws -> Matrix {
    let component = MixtureComponent(weight: 1, seeds: seeds, moves: [move])
    var program = MixtureProgram(name: "t", components: [component], snapsDiscrete: false)
    program.redrawsCopies = false
    return try program.make(count, from: X)
  }

  private let sequential = SeedSelection(.score, draw: .sequential)

  /// Rows by ascending norm, so that seeds taken one after the other are the rows in order.
  private func sorted(rows: Int, columns: Int) throws -> Matrix {
    let X = try TestTables.correlated(rows: rows, columns: columns)
    let norm = { (row: [Double]) in row.reduce(0) { $0 + $1 * $1 } }
    return try Matrix((0..<rows).map(X.rowArray).sorted { norm($0) < norm($1) })
  }

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }

  // MARK: Extrapolate

  /// x + s (x - mean): the deviation from the mean is multiplied by 1 + s.
  @Test func extrapolationStretchesAboutTheMean() throws {
    let X = try sorted(rows: 100, columns: 3)
    let rows = try run(
      Extrapolate(awayFrom: .center, factor: 0.5), on: X, count: 100, seeds: sequential)
    let mean = try ColumnStatistics(X.view, on: Execution()).mean
    for row in 0..<100 {
      for column in 0..<3 {
        let expected = mean[column] + 1.5 * (X[row, column] - mean[column])
        #expect(abs(rows[row, column] - expected) < 1e-10)
      }
    }
  }

  /// With a length as the unit every row moves by that length.
  @Test func extrapolationByALength() throws {
    let X = try sorted(rows: 100, columns: 3)
    let statistics = try ColumnStatistics(X.view, on: Execution())
    let spread = statistics.standardDeviation.array.reduce(0, +) / 3
    let raw = try run(
      Extrapolate(awayFrom: .center, factor: 2, unit: .deviation, space: .raw), on: X, count: 100,
      seeds: sequential)
    let distances = (0..<100).map { row in
      (0..<3).reduce(0) {
        $0 + (X[row, $1] - statistics.mean[$1]) * (X[row, $1] - statistics.mean[$1])
      }
      .squareRoot()
    }
    let meanDistance = distances.reduce(0, +) / 100
    let far = try run(
      Extrapolate(awayFrom: .center, factor: 0.3, unit: .meanDistance, space: .raw), on: X,
      count: 100, seeds: sequential)
    for row in 0..<100 {
      let moved = { (rows: Matrix) in
        (0..<3).reduce(0) { $0 + (rows[row, $1] - X[row, $1]) * (rows[row, $1] - X[row, $1]) }
          .squareRoot()
      }
      #expect(abs(moved(raw) - 2 * spread) < 1e-9)
      #expect(abs(moved(far) - 0.3 * meanDistance) < 1e-9)
    }
  }

  /// Away from another row: on the line through both, beyond the seed.
  @Test func extrapolationAwayFromARowLeavesTheSegment() throws {
    let X = try Matrix([[0, 0], [1, 2]])
    let rows = try run(Extrapolate(awayFrom: .row, factor: .uniform(0.25, 1)), on: X)
    for row in 0..<rows.rows {
      let t = rows[row, 0]
      #expect(abs(rows[row, 1] - 2 * t) < 1e-12)
      #expect((-1 ... -0.25).contains(t) || (1.25...2).contains(t))
    }
  }

  // MARK: Interpolate

  @Test func interpolationStaysOnTheSegment() throws {
    let X = try Matrix([[0, 0], [1, 2]])
    let rows = try run(Interpolate(toward: .row, factor: .uniform(0.2, 0.4)), on: X)
    for row in 0..<rows.rows {
      let t = rows[row, 0]
      #expect(abs(rows[row, 1] - 2 * t) < 1e-12)
      #expect((0.2...0.4).contains(t) || (0.6...0.8).contains(t))
    }
  }

  /// SMOTE on a line: between a row and one of its two neighbours, here at most two steps away.
  @Test func smoteStaysBetweenNeighbors() throws {
    let X = try Matrix((0..<50).map { [Double($0)] })
    let rows = try run(
      Interpolate(toward: .neighbor, factor: 1, neighbors: 2), on: X, count: 50, seeds: sequential)
    for row in 0..<50 { #expect((1...2).contains(abs(rows[row, 0] - Double(row)))) }
  }

  // MARK: Recombine and resample

  /// Exactly the share of the features comes from the one other row.
  @Test func recombinationTakesAFractionFromOneRow() throws {
    let X = try Matrix((0..<40).map { row in (0..<10).map { Double(100 * row + $0) } })
    let rows = try run(Recombine(fraction: 0.3), on: X)
    for row in 0..<rows.rows {
      let sources = rows.rowArray(row).enumerated().map {
        Int($1) / 100 * 100 == Int($1) - $0 ? Int($1) / 100 : -1
      }
      let counts = Dictionary(grouping: sources) { $0 }.mapValues(\.count)
      #expect(counts[-1] == nil)
      #expect(counts.values.sorted() == [3, 7])
    }
  }

  @Test func recombinationWithManyPartners() throws {
    let X = try Matrix((0..<40).map { row in (0..<20).map { _ in Double(row) } })
    let rows = try run(Recombine(fraction: 1, partners: 4), on: X, seeds: sequential)
    for row in 0..<rows.rows { #expect((1...4).contains(Set(rows.rowArray(row)).count)) }
  }

  /// A pool of the seeds keeps to the values of the seeds.
  @Test func poolsAreKeptTo() throws {
    let X = try Matrix((0..<100).map { [Double($0), Double($0)] })
    let low = SeedSelection(.score, to: 0.1)
    for move in [Recombine(fraction: 0.5, pool: .seeds), Resample(pool: .seeds)] as [any Move] {
      #expect(try run(move, on: X, seeds: low).storage.array.allSatisfy { $0 < 10 })
    }
  }

  /// A row combined with itself is a copy of its seed: never where partners are others, one row in
  /// as many as the pool holds where they are drawn with replacement.
  @Test func onlyReplacementGivesCopies() throws {
    let X = try Matrix((0..<50).map { row in (0..<8).map { _ in Double(row) } })
    let low = SeedSelection(.score, to: 0.2)
    func copies(_ pool: PartnerPool) throws -> Int {
      let rows = try run(Recombine(fraction: 0.5, pool: pool), on: X, count: 20_000, seeds: low)
      return (0..<rows.rows).count { Set(rows.rowArray($0)).count == 1 }
    }
    #expect(try copies(.seeds) == 0)
    // Binomial, 20 000 draws of 1 in 10: the deviation is 42.
    #expect(abs(try copies(.seedsWithReplacement) - 2000) < 200)
  }

  /// Marginals stay, correlation goes.
  @Test func resamplingKeepsMarginalsOnly() throws {
    let X = try Matrix((0..<1000).map { [Double($0), Double($0)] })
    let rows = try run(Resample(), on: X, count: 20_000)
    let (a, b) = (rows.columnArray(0), rows.columnArray(1))
    #expect(a.allSatisfy { $0 == $0.rounded() && (0..<1000).contains($0) })
    let spread = deviation(X.columnArray(0))
    #expect(abs(deviation(a) / spread - 1) < 0.03)
    let product = zip(a, b).reduce(0) { $0 + ($1.0 - 499.5) * ($1.1 - 499.5) } / 20_000
    #expect(abs(product) / (spread * spread) < 0.03)
  }

  // MARK: Noise

  /// Noise of the spread has the deviation it says; a share of features is met exactly.
  @Test func noiseHasItsScale() throws {
    let X = try sorted(rows: 100, columns: 4)
    let spread = try ColumnStatistics(X.view, on: Execution()).standardDeviation
    let rows = try run(
      Noise(.spread, factor: 0.5, fraction: 0.5), on: X, count: 20_000, seeds: sequential)
    for column in 0..<4 {
      let steps = (0..<20_000).map { rows[$0, column] - X[$0 % 100, column] }.filter { $0 != 0 }
      #expect(abs(Double(steps.count) / 10_000 - 1) < 0.05)
      #expect(abs(deviation(steps) / (0.5 * spread[column]) - 1) < 0.05)
    }
    for row in 0..<200 {
      #expect((0..<4).count { rows[row, $0] != X[row % 100, $0] } == 2)
    }
  }

  /// The mean squared step in standardised space is the squared distance to the neighbour.
  @Test func noiseFollowsTheNeighborDistance() throws {
    let X = try Matrix((0..<50).map { [Double($0), Double($0)] })
    let spread = deviation(X.columnArray(0))
    // The second neighbour of an inner row is one step off in both features.
    let distance = (2 / (spread * spread)).squareRoot()
    let rows = try run(
      Noise(.neighborDistance, factor: 3, neighbors: 2), on: X, count: 50_000, seeds: sequential)
    var sum = 0.0
    var count = 0.0
    for row in 0..<50_000 where (2..<48).contains(row % 50) {
      for column in 0..<2 {
        let step = (rows[row, column] - X[row % 50, column]) / spread
        sum += step * step
      }
      count += 1
    }
    #expect(abs((sum / count).squareRoot() / (3 * distance) - 1) < 0.02)
  }

  // MARK: Principal directions

  /// Low components leave the plane that the data lie in, high ones stay in it.
  @Test func principalNoiseKeepsToItsDirections() throws {
    // Standardised, the third feature is the sum of two others over the square root of 2.
    var random = RandomStream(seed: 0, purpose: .test)
    let X = try Matrix(
      (0..<500).map { _ in
        let (a, b) = (random.normal(), random.normal())
        return [a, b, a + b]
      })
    let residual = { (rows: Matrix) in
      (0..<rows.rows).map { abs(rows[$0, 2] - rows[$0, 0] - rows[$0, 1]) }.max() ?? 0
    }
    let high = try run(PrincipalNoise(.high, variance: 0.6, factor: 3), on: X)
    #expect(residual(high) < 1e-6)
    #expect(deviation(high.columnArray(2)) > 2 * deviation(X.columnArray(2)))
    let low = try run(PrincipalNoise(.low, variance: 0, factor: 1, unit: .spread), on: X)
    #expect(residual(low) > 1)
    let still = try run(PrincipalNoise(.low, variance: 0, factor: 1), on: X)
    #expect(residual(still) < 1e-6)
  }

  // MARK: Shift and uniform

  @Test func shiftMovesAFractionByDeviations() throws {
    let X = try sorted(rows: 60, columns: 8)
    let spread = try ColumnStatistics(X.view, on: Execution()).standardDeviation
    let rows = try run(Shift(fraction: 0.25, deviations: 2), on: X, seeds: sequential)
    var ups = 0
    for row in 0..<rows.rows {
      let moved = (0..<8).filter { rows[row, $0] != X[row % 60, $0] }
      #expect(moved.count == 2)
      for column in moved {
        let steps = (rows[row, column] - X[row % 60, column]) / spread[column]
        #expect(abs(abs(steps) - 2) < 1e-9)
        ups += steps > 0 ? 1 : 0
      }
    }
    #expect(abs(Double(ups) / 4000 - 0.5) < 0.05)
  }

  /// A share of 0.15 of 3 features is one feature, the least that moves.
  @Test func aFractionIsAtLeastOneFeature() throws {
    let X = try sorted(rows: 60, columns: 3)
    let rows = try run(Shift(fraction: 0.15, deviations: 1), on: X, seeds: sequential)
    for row in 0..<200 { #expect((0..<3).count { rows[row, $0] != X[row % 60, $0] } == 1) }
  }

  @Test func uniformFillsTheWidenedBox() throws {
    let X = try Matrix([[0, -4], [10, 4], [5, 0]])
    let rows = try run(UniformBox(margin: 0.1), on: X, count: 20_000)
    for (column, min, max) in [(0, -1.0, 11.0), (1, -4.8, 4.8)] {
      let values = rows.columnArray(column)
      #expect(values.allSatisfy { (min...max).contains($0) })
      #expect(abs(deviation(values) / ((max - min) / 12.0.squareRoot()) - 1) < 0.03)
      #expect((values.min() ?? 0) < min + 0.05 && (values.max() ?? 0) > max - 0.05)
    }
  }
}
