import Testing

@testable import DASCore

/// Forests that see the distance to a row's neighbours.
@Suite struct NeighborForestTests {
  private let normals: Matrix
  private let anomalies: Matrix

  init() throws {
    normals = try TestTables.normal(rows: 300, columns: 6, seed: 1)
    anomalies = try TestTables.normal(rows: 150, columns: 6, shift: 1, seed: 2)
  }

  private static let small: [String: Setting.Value] = [
    "n_estimators": .integer(30), "bootstrap": .integer(1), "n_neighbors": .integer(2),
  ]

  private func fit(
    _ changes: [String: Setting.Value] = [:], _ normals: MatrixView? = nil,
    _ anomalies: MatrixView? = nil, as name: String = "extra_trees"
  ) throws -> FittedForest {
    let fitted = try Boosters.named(name).init(Self.small.merging(changes) { $1 }).fit(
      normals: normals ?? self.normals.view, anomalies: anomalies ?? self.anomalies.view, seed: 4,
      on: Execution())
    return try #require(fitted as? FittedForest)
  }

  private func scores(_ booster: FittedForest, _ X: MatrixView) throws -> [Double] {
    try booster.scores(X, on: Execution()).array
  }

  /// The forest is the one that is grown on a table with the distances as its last column.
  @Test func theDistanceIsOneMoreFeature() throws {
    let forest = try fit()
    let distances = try #require(forest.neighborDistances)
    let (_, own) = try NeighborDistances.fit(
      normals.view, ColumnStatistics(normals.view, on: Execution()), spaces: [.standardized],
      neighbors: 2, seed: 4, on: Execution())
    let seen = try Matrix(rows: 300, columns: 7)
    for row in 0..<300 {
      normals.view.copyRow(row, into: seen.row(row))
      seen[row, 6] = own[0][row]
    }
    let others = try Matrix(rows: 150, columns: 7)
    try distances.append(to: anomalies.view, 0..<150, into: others.row(0), on: Execution())
    let plain = try fit(["n_neighbors": .integer(0)], seen.view, others.view)
    #expect(plain.neighborDistances == nil && plain.columns == 7 && forest.columns == 6)
    #expect(plain.forest.leafVotes == forest.forest.leafVotes)
    #expect(
      plain.outOfBagScores?.array.map(\.bitPattern)
        == forest.outOfBagScores?.array.map(\.bitPattern))
    #expect(plain.outOfBagAUC == forest.outOfBagAUC)
    #expect(try scores(plain, others.view) == scores(forest, anomalies.view))
  }

  /// Tree t splits the distance in space t mod 3 and no other; each is split.
  @Test(arguments: ["extra_trees", "random_forest"])
  func eachSpaceHasItsThirdOfTheTrees(name: String) throws {
    let forest = try fit(["neighbor_spaces": .text("all")], as: name).forest
    #expect(forest.columns == 9)
    for tree in 0..<forest.treeCount {
      let nodes = (forest.starts[tree]..<forest.starts[tree + 1]).map { forest.nodes[$0] }
      let distances = Set(nodes.filter { !$0.isLeaf }.map(\.feature)).filter { $0 >= 6 }
      #expect(distances.isEmpty || distances == [6 + tree % 3])
    }
    let used = Set(forest.nodes.array.filter { !$0.isLeaf }.map(\.feature))
    #expect(used.isSuperset(of: [6, 7, 8]))
  }

  /// A tree draws features among the columns and its own distance: the first one, which sees the
  /// standardised distance, is that of a forest that has no other.
  @Test(arguments: ["sqrt", "all"]) func otherDistancesAreNotDrawn(rule: String) throws {
    let draws = ["max_features": Setting.Value.text(rule)]
    let first = try fit(draws).forest
    let other = try fit(draws.merging(["neighbor_spaces": .text("all")]) { $1 }).forest
    #expect(first.starts[1] == other.starts[1])
    for node in 0..<first.starts[1] {
      #expect(first.nodes[node].feature == other.nodes[node].feature)
    }
  }

  /// Hard anomalies on a sphere around a cloud: only the distance separates them, no single feature
  /// does.
  @Test(arguments: ["extra_trees", "random_forest"])
  func distancesAreSeen(name: String) throws {
    func cloud(_ rows: Int, radius: Double?, seed: UInt64) throws -> Matrix {
      let table = try TestTables.normal(rows: rows, columns: 30, seed: seed)
      for row in 0..<rows {
        let norm = table.rowArray(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
        for column in 0..<30 { table[row, column] *= (radius ?? norm) / norm }
      }
      return table
    }
    let (X, H) = (try cloud(300, radius: nil, seed: 1), try cloud(300, radius: 9, seed: 2))
    let (newX, newH) = (try cloud(200, radius: nil, seed: 3), try cloud(200, radius: 9, seed: 4))
    let mistakes = try [0, 1].map { k in
      let forest = try fit(["n_neighbors": .integer(k)], X.view, H.view, as: name)
      return try scores(forest, newX.view).count { $0 > 0.5 }
        + scores(forest, newH.view).count { $0 <= 0.5 }
    }
    #expect(mistakes[1] * 2 < mistakes[0])
  }

  @Test(arguments: ["extra_trees", "random_forest"], ["standardized", "all"])
  func keepsThePromisesOfScorers(name: String, spaces: String) throws {
    let settings = Self.small.merging(["neighbor_spaces": .text(spaces)]) { $1 }
    let booster = try Boosters.named(name).init(settings)
    try FitProperties(
      booster, normals: normals, anomalies: anomalies,
      rows: TestTables.normal(rows: 1100, columns: 6, seed: 3)
    ).check()
  }

  @Test(arguments: ["standardized", "perplexity", "rank", "all"])
  func fewAndAlikeRows(spaces: String) throws {
    let sees = ["neighbor_spaces": Setting.Value.text(spaces)]
    for rows in 1...3 {
      let X = normals.view.rows(0..<rows)
      let forest = try fit(sees, X, anomalies.view)
      #expect(try scores(forest, X).allSatisfy { (0...1).contains($0) })
    }
    let constant = try Matrix(Array(repeating: [1, 1, 1, 1, 1, 1], count: 4))
    #expect(try scores(fit(sees, constant.view, constant.view), constant.view).count == 4)
    let far = try Matrix([Array(repeating: 1e150, count: 6)])
    #expect(try scores(fit(sees), far.view)[0].isFinite)
  }

  /// A distance in a single column says what the column says: there is no such feature.
  @Test func aSingleVaryingColumnHasNoDistance() throws {
    let table = try Matrix((0..<300).map { [normals[$0, 0], 7] })
    #expect(try fit([:], table.view, table.view).neighborDistances == nil)
    #expect(try fit().neighborDistances != nil)
  }

  /// A training row that is met again is voted for as a row near it: no vote rises on the way
  /// there.
  @Test(arguments: ["standardized", "all"])
  func copiesAreAsNormalAsTheirSurroundings(spaces: String) throws {
    let forest = try fit([
      "n_estimators": .integer(100), "min_samples_leaf": .integer(4),
      "neighbor_spaces": .text(spaces),
    ])
    let steps = try [1, 0.5, 0.1, 0].map { step in
      let rows = try Matrix(copying: normals.view)
      for row in 0..<300 { for column in 0..<6 { rows[row, column] += step * 0.3 } }
      return try scores(forest, rows.view)
    }
    for nearer in steps.dropFirst() {
      let rises = zip(nearer, steps[0]).map { $0 - $1 }.sorted()
      #expect(rises[150] <= 0)
    }
  }

  @Test(arguments: [-1, 1025]) func neighborsOutOfRangeAreRefused(k: Int) {
    let error = thrownError { try ExtraTrees(["n_neighbors": .integer(k)]) }
    #expect(error?.code == .outOfRange)
    #expect(error?.message.contains("n_neighbors") == true)
  }

  @Test func unknownSpacesAreRefused() {
    let error = #expect(throws: DASError.self) {
      try ExtraTrees(["neighbor_spaces": .text("raw")])
    }
    #expect(error?.code == .outOfRange)
    #expect(error?.message.contains("neighbor_spaces") == true)
  }

  /// Several boosters of one fit cost what one does: together they have its trees and neighbours.
  @Test func aPartHasFewerTreesAndNeighbours() throws {
    let whole = try ExtraTrees(["n_estimators": .integer(200), "n_neighbors": .integer(1)])
    let X = try TestTables.normal(rows: 3000, columns: 2)
    let anomalies = try TestTables.normal(rows: 100, columns: 2, shift: 1, seed: 2)
    for count in [1, 4] {
      let part = try #require(
        whole.divided(by: count).fit(
          normals: X.view, anomalies: anomalies.view, seed: 0, on: Execution()) as? FittedForest)
      #expect(part.forest.treeCount == 200 / count)
      #expect(part.neighborDistances?.rows.rows == 2048 / count)
    }
  }
}
