import Glibc
import Testing

@testable import DASCore

@Suite struct ECODTests {
  private func fit(_ table: Matrix) throws -> any FittedDetector { try ECOD().fit(table) }

  /// Smooth, skewed, discrete and constant features.
  private func mixed(rows: Int, seed: UInt64) throws -> Matrix {
    let table = try TestTables.normal(rows: rows, columns: 5, seed: seed)
    for row in 0..<rows {
      table[row, 1] = exp(3 * table[row, 1])
      table[row, 2] = (2 * table[row, 2]).rounded()
      table[row, 3] = 7
    }
    return table
  }

  /// Bit for bit: no sum depends on the batch.
  @Test func keepsThePromisesOfDetectors() throws {
    try FitProperties(
      ECOD(), training: mixed(rows: 3000, seed: 0), rows: mixed(rows: 2100, seed: 1)
    ).check()
  }

  /// The definition, with counts by comparison with every training value.
  @Test func equalsTheDefinition() throws {
    let (training, rows) = (try mixed(rows: 301, seed: 0), try mixed(rows: 60, seed: 1))
    let fitted = try fit(training)
    let (new, own) = (
      try fitted.scores(rows.view, on: Execution()),
      try fitted.trainingScores(training.view, on: Execution())
    )
    for row in 0..<60 {
      let expected = tails(of: rows, row, among: training, itself: 1)
      #expect((new[row] - expected).magnitude < 1e-12)
      let expectedOwn = tails(of: training, row, among: training, itself: 0)
      #expect((own[row] - expectedOwn).magnitude < 1e-12)
    }
  }

  private func tails(of rows: Matrix, _ row: Int, among training: Matrix, itself: Int) -> Double {
    (0..<training.columns).reduce(0) { sum, column in
      let values = (0..<training.rows).map { training[$0, column] }
      let total = Double(values.count + itself)
      let left = -log(Double(values.count { $0 <= rows[row, column] } + itself) / total)
      let right = -log(Double(values.count { $0 >= rows[row, column] } + itself) / total)
      // Only the constant feature has no skewness.
      return sum + (column == 3 ? left + right : max(left, right))
    }
  }

  /// A symmetric feature has no skewness, in any order of the rows and at any offset and scale: it
  /// adds both tails.
  @Test(arguments: [(0.0, 1.0), (1e6, 0.25), (-3, 1e150), (0, 1e-300)])
  func symmetricFeaturesAddBothTails(offset: Double, size: Double) throws {
    for seed in 0..<5 as Range<UInt64> {
      var stream = RandomStream(seed: seed, purpose: .test)
      let values = try Buffer((-50...50).map { offset + Double($0) / 64 * size })
      stream.shuffle(values.elements, picks: 101)
      let training = try Matrix(values.array.map { [$0] })
      let row = try Matrix([[offset + 10.0 / 64 * size]])
      let score = try fit(training).scores(row.view, on: Execution())[0]
      #expect((score - (-log(62.0 / 102) - log(42.0 / 102))).magnitude < 1e-12)
    }
  }

  /// Outside the training range a row counts itself alone, so scores are finite and bounded by
  /// d log(n + 1).
  @Test func farRowsStayFinite() throws {
    let training = try mixed(rows: 99, seed: 0)
    let far = try Matrix([[1e150, -1e150, 1e150, 7, -1e150]])
    let score = try fit(training).scores(far.view, on: Execution())[0]
    #expect((score - 4 * log(100)).magnitude < 1e-12)
  }

  /// A single row is a distribution.
  @Test func takesASingleRow() throws {
    let table = try Matrix([[1, 2]])
    let fitted = try fit(table)
    #expect(try fitted.trainingScores(table.view, on: Execution())[0] == 0)
    #expect(try fitted.scores(table.view, on: Execution())[0] == 0)
    let other = try Matrix([[5, 2]])
    #expect((try fitted.scores(other.view, on: Execution())[0] - log(2)).magnitude < 1e-15)
  }

  /// Long discrete tables have no table of logarithms, and the same scores.
  @Test func longDiscreteTablesScoreAlike() throws {
    let (training, rows) = (
      try TestTables.discrete(rows: 70_000, columns: 1, levels: 3),
      try Matrix([[0], [1], [2], [0.5], [-1], [3]])
    )
    var counts = [0, 0, 0]
    for row in 0..<70_000 { counts[Int(training[row, 0])] += 1 }
    let fitted = try fit(training)
    let tails = [
      counts[0], min(counts[0] + counts[1], counts[1] + counts[2]), counts[2], counts[0], 0, 0,
    ]
    let expected = tails.map { -log(Double($0 + 1) / 70_001) }
    #expect(try fitted.scores(of: rows) == expected)
    let own = try fitted.trainingScores(rows.view.rows(0..<1), on: Execution())[0]
    #expect(own == -log(Double(counts[0]) / 70_000))
  }

  /// A distribution of two entries that claims two billion values takes next to no memory.
  @Test func hugeCountsTakeNoMemory() throws {
    let count = Int(Int32.max) - 1
    let distributions = try EmpiricalDistributions(
      count: count, starts: Buffer([0, 2]), values: Buffer([1, .infinity]),
      below: Buffer([0, Int32(count)]), on: Execution())
    let fitted = try FittedECOD(distributions: distributions, skewness: Buffer([1]))
    let row = try Matrix([[2]])
    let score = try fitted.scores(row.view, on: Execution())[0]
    #expect((score - log(Double(count + 1))).magnitude < 1e-12)
  }
}
