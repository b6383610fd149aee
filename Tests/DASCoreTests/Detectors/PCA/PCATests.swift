import Testing

@testable import DASCore

@Suite struct PCATests {
  private func scores(
    _ changes: [String: Setting.Value], _ training: Matrix, _ rows: Matrix
  ) throws -> [Double] {
    try PCA(changes).fit(training).scores(of: rows)
  }

  static let variants: [[String: Setting.Value]] = [
    ["weighted": .integer(0)], ["standardization": .integer(0)],
    ["n_components": .integer(3), "n_selected_components": .integer(2)],
    ["method": .text("reconstruction")],
    [
      "method": .text("reconstruction"), "n_components": .integer(2),
      "standardization": .integer(0),
    ],
  ]

  /// The sum over axes of |x - v| / share, distance by distance.
  @Test(arguments: [40, 2500]) func equalsTheDefinition(rows: Int) throws {
    let training = try TestTables.correlated(rows: rows, columns: 6)
    let statistics = try ColumnStatistics(training.view, on: Execution())
    let scaling = try ColumnScaling.standardizing(statistics)
    let principal = try PrincipalAxes(training.view, scaling, on: Execution())
    let total = principal.variances.array.reduce(0, +)
    let scaled = try Matrix(rows: rows, columns: 6)
    scaling.apply(to: training.view, 0..<rows, into: scaled.storage.base)
    let expected = (0..<rows).map { row in
      (0..<6).reduce(0.0) { sum, axis in
        let square = (0..<6).reduce(0.0) {
          let difference = scaled[row, $1] - principal.axes[axis, $1]
          return $0 + difference * difference
        }
        return sum + square.squareRoot() / (principal.variances[axis] / total)
      }
    }
    #expect(relativeDifference(try scores([:], training, training), expected) < 1e-13)
  }

  /// A row at the tip of an axis is at distance 0 from it, where |x|^2 - 2 x.v + 1 cancels, and at
  /// sqrt 2 from the other tips.
  @Test func cancellationDoesNotShow() throws {
    let training = try TestTables.correlated(rows: 2500, columns: 30)
    let fitted = try #require(try PCA(["standardization": .integer(0)]).fit(training) as? FittedPCA)
    let scores = try fitted.scores(fitted.axes.view, on: Execution())
    let total = fitted.weights.array.reduce(0, +)
    for axis in 0..<30 {
      let expected = 2.0.squareRoot() * (total - fitted.weights[axis])
      #expect((scores[axis] - expected).magnitude <= 1e-12 * expected)
    }
  }

  /// On rows of a plane, two kept axes reconstruct everything; a step off the plane by h costs h^2.
  @Test func reconstructionMeasuresTheDistanceToThePlane() throws {
    let training = try TestTables.normal(rows: 400, columns: 3)
    for row in 0..<400 { training[row, 2] = training[row, 0] + training[row, 1] }
    let changes: [String: Setting.Value] = [
      "method": .text("reconstruction"), "n_components": .integer(2),
      "standardization": .integer(0),
    ]
    let rows = try Matrix([[1, 2, 3], [1 - 0.5, 2 - 0.5, 3 + 0.5]])
    let found = try scores(changes, training, rows)
    #expect(found[0] < 1e-25)
    #expect((found[1] - 0.75).magnitude < 1e-13)
  }

  /// By default the reconstruction omits at least one direction, even of a single column.
  @Test(arguments: [1, 2, 6]) func reconstructionLeavesSomethingOut(columns: Int) throws {
    let training = try TestTables.correlated(rows: 300, columns: columns)
    let found = try scores(["method": .text("reconstruction")], training, training)
    #expect(found.max() ?? 0 > 0.01)
  }

  /// A fraction keeps the minimum number of axes that exceed it; equivalent counts and fractions
  /// score alike.
  @Test func varianceRatiosCountAxes() throws {
    let training = try TestTables.correlated(rows: 2500, columns: 6)
    let statistics = try ColumnStatistics(training.view, on: Execution())
    let variances = try PrincipalAxes(
      training.view, .standardizing(statistics), on: Execution()
    ).variances.array
    var sum = 0.0
    for (index, variance) in variances.enumerated().dropLast() {
      sum += variance / 6
      for (ratio, count) in [(sum - 1e-6, index + 1), (sum + 1e-6, index + 2)] {
        #expect(
          try scores(["n_components": .real(ratio)], training, training)
            == scores(["n_components": .integer(count)], training, training))
      }
    }
  }

  /// Constant and repeated columns reduce the axes: the log says so, and scores stay finite.
  @Test func dropsDegenerateAxes() throws {
    let table = try TestTables.correlated(rows: 500, columns: 6)
    for row in 0..<500 { (table[row, 1], table[row, 4]) = (0.1, 2 * table[row, 3] + 1) }
    var lines: [String] = []
    let execution = Execution(log: { _, line in lines.append(line) })
    let fitted = try PCA().fit(table.view, seed: 0, on: execution)
    #expect(lines.count == 1 && lines[0].contains("dropped 2 of 6 components"))
    let scores = try fitted.scores(of: table)
    #expect(scores.allSatisfy { $0.isFinite && $0 > 0 && $0 < 1e6 })
  }

  /// Data without variance has no axes: every row scores 0. So does a single row.
  @Test(arguments: [1, 2, 700]) func constantDataScoresZero(rows: Int) throws {
    let table = try Matrix(rows: rows, columns: 3)
    table.storage.base.update(repeating: 0.1, count: rows * 3)
    let elsewhere = try Matrix([[5, -1e150, 1e150]])
    #expect(try scores([:], table, table).allSatisfy { $0 == 0 })
    #expect(try scores([:], table, elsewhere) == [0])
    let errors = try scores(["method": .text("reconstruction")], table, elsewhere)
    #expect(errors[0].isFinite && errors[0] > 0)
  }

  /// More rows than columns, more columns than rows: both work, with at most `rows` - 1 axes.
  @Test func takesWideTables() throws {
    let table = try TestTables.correlated(rows: 12, columns: 40)
    let fitted = try PCA().fit(table)
    #expect(try #require(fitted as? FittedPCA).axes.rows == 11)
    #expect(try fitted.scores(of: table).allSatisfy { $0.isFinite })
  }

  @Test func refusesContradictions() throws {
    #expect(
      thrownCode {
        _ = try PCA(["method": .text("reconstruction"), "n_selected_components": .integer(1)])
      } == .invalidArgument)
    let table = try TestTables.correlated(rows: 50, columns: 4)
    for name in ["n_components", "n_selected_components"] {
      #expect(thrownCode { _ = try scores([name: .integer(5)], table, table) } == .outOfRange)
    }
  }
}
