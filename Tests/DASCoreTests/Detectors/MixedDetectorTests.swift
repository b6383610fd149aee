import Testing

@testable import DASCore

/// What every detector of the library promises on mixed tables.
@Suite struct MixedDetectorTests {
  private static let names = Detectors.names
  private let training: Matrix
  private let rows: Matrix

  init() throws {
    training = try TestTables.mixed(rows: 200)
    rows = try TestTables.mixed(rows: 90, missing: 0.3, seed: 1)
    // A new category, and a category that the fit did not see.
    (rows[0, 2], rows[1, 3]) = (3, 5)
  }

  private func fit(
    _ name: String, _ X: Matrix, threads: Int = 1
  ) throws -> any FittedDetector {
    let detector = try TestDetectors.named(name)
    return try detector.fit(any: X.view, seed: 3, on: Execution(threads: threads))
  }

  /// Own scores and those of new rows, after both tables are changed.
  private func scores(
    _ name: String, threads: Int = 1, _ change: (Matrix) throws -> Matrix = { $0 }
  ) throws -> [Double] {
    let (X, new) = (try change(training), try change(rows))
    let fitted = try fit(name, X, threads: threads)
    #expect(fitted.columns == X.columns && fitted.schema != nil)
    let scores = try fitted.trainingScores(of: X) + fitted.scores(of: new)
    #expect(scores.allSatisfy { $0.isFinite })
    return scores
  }

  /// The table with a schema changed, and each cell of a column mapped.
  private func recoded(
    _ table: Matrix, _ column: Int, _ kind: Schema.Kind, count: Int, _ map: (Double) -> Double
  ) throws -> Matrix {
    var schema = try #require(table.schema)
    try schema.setCategorical(column, kind, count: count)
    var recoded = try Matrix(copying: table.view)
    recoded.schema = schema
    for row in 0..<table.rows where !table[row, column].isNaN {
      recoded[row, column] = map(table[row, column])
    }
    return recoded
  }

  @Test(arguments: names) func codesAreOnlyNames(name: String) throws {
    let permuted: [Double] = [3, 0, 4, 2, 1, 5]
    #expect(
      try scores(name)
        == scores(name) {
          try recoded($0, 3, .nominal, count: 5) { permuted[Int($0)] }
        })
  }

  @Test(arguments: names) func unusedCategoriesCountForNothing(name: String) throws {
    let expected = try scores(name)
    #expect(try expected == scores(name) { try recoded($0, 4, .nominal, count: 9) { $0 + 3 } })
    #expect(try expected == scores(name) { try recoded($0, 5, .ordinal, count: 8) { 2 * $0 + 1 } })
  }

  @Test(arguments: names) func aColumnWithoutValuesIsNone(name: String) throws {
    #expect(
      try scores(name)
        == scores(name) { table in
          var schema = try Schema(columns: 7)
          for (column, kind) in [(3, 2), (4, 3), (5, 4), (6, 5)] {
            let old = try #require(table.schema)[kind]
            try schema.setCategorical(column, old.kind, count: old.categoryCount)
          }
          for column in [1, 2, 4] { try schema.setMissing(column, allowed: true) }
          let wide = try Matrix(rows: table.rows, columns: 7, schema: schema)
          for row in 0..<table.rows {
            for column in 0..<6 { wide[row, column + (column > 0 ? 1 : 0)] = table[row, column] }
            wide[row, 1] = .nan
          }
          return wide
        })
  }

  @Test(arguments: names) func anyNumberOfThreadsGivesTheSame(name: String) throws {
    #expect(try scores(name) == scores(name, threads: 3))
  }

  @Test(arguments: names) func aScoreDependsOnItsRowAlone(name: String) throws {
    let fitted = try fit(name, training)
    let scores = try fitted.scores(of: rows)
    let scale = scores.map(\.magnitude).max() ?? 0
    for row in 0..<rows.rows {
      let alone = try fitted.scores(rows.view.rows(row..<row + 1), on: Execution())[0]
      #expect((alone - scores[row]).magnitude <= TestDetectors.tolerance(of: name) * scale)
    }
  }

  @Test(arguments: names) func filesKeepEveryBit(name: String) throws {
    let fitted = try fit(name, training)
    let bytes = try Archive.encode(fitted)
    let (read, _) = try bytes.read(Archive.decodeDetector)
    #expect(try read.scores(of: rows) == fitted.scores(of: rows))
    #expect(try read.trainingScores(of: training) == fitted.trainingScores(of: training))
    #expect(try Archive.encode(read).array == bytes.array)
    try Schema.check(read.schema, against: training.schema, "X", exactly: true)
  }

  /// A fit with its checks takes mixed tables as any other.
  @Test(arguments: names) func theCheckedFitTakesThem(name: String) throws {
    let detector = try TestDetectors.named(name)
    let fitted = try detector.fitChecked(training.view, seed: 3, on: Execution())
    #expect(try fitted.scores(of: rows) == fit(name, training).scores(of: rows))
  }
}
