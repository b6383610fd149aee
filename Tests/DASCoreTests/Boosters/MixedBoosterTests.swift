import Testing

@testable import DASCore

/// Boosters on tables of categories and missing cells.
@Suite struct MixedBoosterTests {
  private let normals: Matrix
  private let anomalies: Matrix

  /// Anomalies are normal rows with columns of other rows: no single column tells them apart.
  init() throws {
    normals = try TestTables.mixed(rows: 300, seed: 1)
    let other = try TestTables.mixed(rows: 300, seed: 2)
    anomalies = try Matrix(copying: other.view)
    for row in 0..<300 {
      for column in 0..<6 { anomalies[row, column] = other[(row + 7 * column) % 300, column] }
    }
  }

  private static let names = ["random_forest", "extra_trees", "decision_tree"]

  private func fit(
    _ name: String, _ normals: Matrix, _ anomalies: Matrix, _ threads: Int = 1
  ) throws -> any FittedBooster {
    let isForest = name != "decision_tree"
    return try Boosters.named(name).init(
      isForest ? ["n_estimators": .integer(30), "n_neighbors": .integer(1)] : [:]
    ).fit(
      any: normals.view, anomalies: anomalies.view, seed: 3, on: Execution(threads: threads))
  }

  private func scores(_ booster: any FittedBooster, _ X: Matrix) throws -> [Double] {
    try booster.scores(X.view, on: Execution()).array
  }

  /// The scores of a forest fitted to both tables after a change, on both.
  private func scores(_ name: String, _ change: (Matrix) throws -> Matrix) throws -> [Double] {
    let (own, others) = (try change(normals), try change(anomalies))
    let fitted = try fit(name, own, others)
    return try scores(fitted, own) + scores(fitted, others)
  }

  /// A table with a column's codes mapped to others of `count`.
  private func recoded(
    _ X: Matrix, _ column: Int, count: Int, _ map: (Int) -> Int
  ) throws -> Matrix {
    var schema = try TestTables.mixedSchema()
    try schema.setCategorical(column, schema[column].kind, count: count)
    var result = try Matrix(copying: X.view)
    result.schema = schema
    for row in 0..<X.rows where !X[row, column].isNaN {
      result[row, column] = Double(map(Int(X[row, column])))
    }
    return result
  }

  @Test(arguments: names) func labelsOfCategoriesPlayNoPart(_ name: String) throws {
    let plain = try scores(name) { $0 }
    #expect(try scores(name) { try recoded($0, 3, count: 5) { (3 * $0 + 2) % 5 } } == plain)
    #expect(try scores(name) { try recoded($0, 2, count: 3) { 2 - $0 } } == plain)
  }

  @Test(arguments: names) func unusedCategoriesPlayNoPart(_ name: String) throws {
    let plain = try scores(name) { $0 }
    #expect(try scores(name) { try recoded($0, 3, count: 9) { 2 * $0 } } == plain)
    #expect(try scores(name) { try recoded($0, 5, count: 8) { 2 * $0 + 1 } } == plain)
  }

  @Test(arguments: names) func columnsWithoutAValuePlayNoPart(_ name: String) throws {
    let wide = try scores(name) { X in
      var schema = try Schema(columns: 7)
      for column in 0..<6 {
        let own = try TestTables.mixedSchema()[column]
        if own.isCategorical {
          try schema.setCategorical(column + 1, own.kind, count: own.categoryCount)
        }
        try schema.setMissing(column + 1, allowed: own.allowsMissing)
      }
      try schema.setMissing(0, allowed: true)
      let result = try Matrix(rows: X.rows, columns: 7, schema: schema)
      for row in 0..<X.rows {
        result[row, 0] = .nan
        for column in 0..<6 { result[row, column + 1] = X[row, column] }
      }
      return result
    }
    #expect(try scores(name) { $0 } == wide)
  }

  @Test(arguments: names) func rowsAndThreadsAreIndependent(_ name: String) throws {
    let fitted = try fit(name, normals, anomalies, 4)
    let all = try scores(fitted, anomalies)
    #expect(try scores(fit(name, normals, anomalies), anomalies) == all)
    for row in [0, 17, 299] {
      let alone = try Matrix(copying: anomalies.view.rows(row..<row + 1))
      #expect(try scores(fitted, alone) == [all[row]])
    }
  }

  @Test(arguments: names) func filesHoldTheOrder(_ name: String) throws {
    let fitted = try fit(name, normals, anomalies)
    let bytes = try Archive.encode(fitted)
    let (back, _) = try bytes.read { try Archive.decodeBooster($0) }
    #expect(back.schema != nil && back.name == name)
    #expect(try scores(back, anomalies) == scores(fitted, anomalies))
    #expect(try Archive.encode(back).array == bytes.array)
  }

  /// A table of one nominal column, of rows that hold each code so many times.
  private func column(_ rows: [Int]) throws -> Matrix {
    var schema = try Schema(columns: 1)
    try schema.setCategorical(0, .nominal, count: rows.count)
    try schema.setMissing(0, allowed: true)
    let X = try Matrix(rows: rows.reduce(0, +), columns: 1, schema: schema)
    var next = 0
    for (code, count) in rows.enumerated() {
      for _ in 0..<count { (X[next, 0], next) = (Double(code), next + 1) }
    }
    return X
  }

  @Test func categoriesAreSeparated() throws {
    let tree = try DecisionTree()
    let (own, others) = (try column([9, 0, 8, 1, 9, 0]), try column([0, 9, 1, 9, 0, 0]))
    let fitted = try tree.fit(any: own.view, anomalies: others.view, seed: 1, on: Execution())
    let of = try scores(fitted, column([1, 1, 1, 1, 1, 1]))
    // Of each category, the fraction of its rows that are anomalies.
    for (score, fraction) in zip(of, [0, 1, 1.0 / 9, 0.9, 0]) {
      #expect(abs(score - fraction) < 1e-3)
    }
  }

  @Test func missingCellsAreAValueOfTheirOwn() throws {
    let (own, others) = (try column([20]), try column([20]))
    for row in 0..<20 { others[row, 0] = .nan }
    let tree = try DecisionTree()
    let fitted = try tree.fit(any: own.view, anomalies: others.view, seed: 1, on: Execution())
    #expect(try scores(fitted, own).allSatisfy { $0 == 0 })
    #expect(try scores(fitted, others).allSatisfy { $0 == 1 })
  }
}
