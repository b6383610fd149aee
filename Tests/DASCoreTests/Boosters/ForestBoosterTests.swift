import Testing

@testable import DASCore

/// What holds for every booster made of trees, besides what holds for every booster.
@Suite struct ForestBoosterTests {
  static let names = ["random_forest", "extra_trees", "decision_tree"]

  private func fit(
    _ name: String, _ changes: [String: Setting.Value] = [:], _ normals: MatrixView,
    _ anomalies: MatrixView, seed: UInt64 = 1, threads: Int = 1
  ) throws -> FittedForest {
    let booster = try Boosters.named(name).init(changes)
    let fitted = try booster.fit(
      normals: normals, anomalies: anomalies, seed: seed, on: Execution(threads: threads))
    return try #require(fitted as? FittedForest)
  }

  private func scores(_ booster: FittedForest, _ X: MatrixView) throws -> [Double] {
    try booster.scores(X, on: Execution()).array
  }

  /// Trees on all rows, grown to purity, give each training row its own label where rows differ,
  /// also at more than 256 distinct values.
  @Test(arguments: ["decision_tree", "extra_trees"], [20, 3_000])
  func grownToPurity(name: String, rows: Int) throws {
    let normals = try TestTables.normal(rows: rows, columns: 4, seed: 1)
    let anomalies = try TestTables.normal(rows: rows / 2, columns: 4, seed: 2)
    let booster = try fit(name, [:], normals.view, anomalies.view)
    #expect(try scores(booster, normals.view).allSatisfy { $0 == 0 })
    #expect(try scores(booster, anomalies.view).allSatisfy { $0 == 1 })
  }

  @Test(arguments: names) func separableClassesAreSeparated(name: String) throws {
    let normals = try TestTables.normal(rows: 400, columns: 3, seed: 1)
    let anomalies = try TestTables.normal(rows: 300, columns: 3, shift: 9, seed: 2)
    let booster = try fit(name, [:], normals.view, anomalies.view)
    let newNormals = try TestTables.normal(rows: 200, columns: 3, seed: 3)
    let newAnomalies = try TestTables.normal(rows: 200, columns: 3, shift: 9, seed: 4)
    #expect(try scores(booster, newNormals.view).allSatisfy { $0 < 0.5 })
    #expect(try scores(booster, newAnomalies.view).allSatisfy { $0 > 0.5 })
  }

  /// The same seed gives the same bits for any number of threads; another seed gives others.
  @Test(arguments: ["random_forest", "extra_trees"]) func threadsChangeNoBit(name: String) throws {
    let normals = try TestTables.normal(rows: 700, columns: 6, seed: 1)
    let anomalies = try TestTables.normal(rows: 200, columns: 6, shift: 0.5, seed: 2)
    let changes: [String: Setting.Value] = [
      "n_estimators": .integer(23), "bootstrap": .integer(1),
    ]
    let one = try fit(name, changes, normals.view, anomalies.view)
    for threads in [2, 5] {
      let many = try fit(name, changes, normals.view, anomalies.view, threads: threads)
      #expect(many.forest.starts.array == one.forest.starts.array)
      #expect(many.forest.nodes.array.map(\.word) == one.forest.nodes.array.map(\.word))
      let (first, second) = (try #require(one.outOfBagScores), try #require(many.outOfBagScores))
      #expect(first.array.map(\.bitPattern) == second.array.map(\.bitPattern))
    }
    let other = try fit(name, changes, normals.view, anomalies.view, seed: 2)
    #expect(other.forest.leafVotes != one.forest.leafVotes)
  }

  // MARK: - Awkward tables

  /// Rows that are alike fraction a leaf, which holds their mean label.
  @Test(arguments: ["decision_tree", "extra_trees"])
  func equalRowsScoreTheirMeanLabel(name: String) throws {
    let normals = try Matrix([[1, 5], [1, 5], [1, 5], [2, 5]])
    let anomalies = try Matrix([[1, 5], [3, 5]])
    let booster = try fit(name, [:], normals.view, anomalies.view)
    #expect(try scores(booster, normals.view) == [0.25, 0.25, 0.25, 0])
    #expect(try scores(booster, anomalies.view) == [0.25, 1])
  }

  /// Constant features split nothing: a tree of one leaf holds the fraction of class 1.
  @Test(arguments: names) func constantTablesMakeOneLeaf(name: String) throws {
    let normals = try Matrix([[7, 7], [7, 7], [7, 7]])
    let anomalies = try Matrix([[7, 7]])
    let changes: [String: Setting.Value] =
      name == "random_forest" ? ["bootstrap": .integer(0)] : [:]
    let booster = try fit(name, changes, normals.view, anomalies.view)
    #expect(booster.forest.nodes.count == booster.forest.treeCount)
    #expect(try scores(booster, normals.view) == [0.25, 0.25, 0.25])
  }

  /// Among many constant features the one that is not is found in every tree.
  @Test(arguments: ["random_forest", "extra_trees"])
  func constantFeaturesDoNotStopTheSearch(name: String) throws {
    let (normals, anomalies) = (
      try Matrix(rows: 50, columns: 40), try Matrix(rows: 50, columns: 40)
    )
    for row in 0..<50 {
      for column in 0..<40 { (normals[row, column], anomalies[row, column]) = (3, 3) }
      (normals[row, 17], anomalies[row, 17]) = (Double(row), Double(row + 100))
    }
    let booster = try fit(name, [:], normals.view, anomalies.view)
    #expect(booster.forest.nodes.count >= 3 * booster.forest.treeCount)
    let training = try scores(booster, normals.view) + scores(booster, anomalies.view)
    #expect(training == Array(repeating: 0, count: 50) + Array(repeating: 1, count: 50))
  }

  @Test(arguments: names) func oneRowOfEachClass(name: String) throws {
    let (normal, anomaly) = (try Matrix([[0, 1]]), try Matrix([[1, 1]]))
    let booster = try fit(name, [:], normal.view, anomaly.view)
    let (low, high) = (
      try scores(booster, normal.view)[0], try scores(booster, anomaly.view)[0]
    )
    #expect(low < high && low >= 0 && high <= 1)
  }

  // MARK: - Settings

  /// Balance weighs the rarer class up: with all features and rows, as if its rows were repeated.
  @Test func balancedWeightsEqualRepeatedRows() throws {
    let normals = try TestTables.discrete(rows: 90, columns: 3, levels: 4, seed: 1)
    let anomalies = try TestTables.discrete(rows: 30, columns: 3, levels: 4, seed: 2)
    let repeated = try Matrix(rows: 90, columns: 3)
    for row in 0..<90 { anomalies.view.copyRow(row % 30, into: repeated.row(row)) }
    for depth in [1, 2, 5] {
      let depth = Setting.Value.integer(depth)
      let weighted = try fit(
        "decision_tree", ["class_weight": .text("balanced"), "max_depth": depth], normals.view,
        anomalies.view)
      let copied = try fit("decision_tree", ["max_depth": depth], normals.view, repeated.view)
      #expect(try scores(weighted, normals.view) == scores(copied, normals.view))
    }
  }

  /// Balanced classes that cannot be separated have a probability of one half.
  @Test(arguments: ["balanced", "balanced_subsample"])
  func balanceMakesEvenOdds(weight: String) throws {
    let normals = try TestTables.discrete(rows: 900, columns: 2, levels: 1)
    let booster = try fit(
      "random_forest", ["class_weight": .text(weight)], normals.view, normals.view.rows(0..<100))
    let score = try scores(booster, normals.view)[0]
    #expect(abs(score - 0.5) < (weight == "balanced" ? 0.02 : 1e-12))
  }

  @Test(arguments: names) func depthIsLimited(name: String) throws {
    let normals = try TestTables.normal(rows: 500, columns: 4, seed: 1)
    let anomalies = try TestTables.normal(rows: 500, columns: 4, seed: 2)
    let booster = try fit(name, ["max_depth": .integer(3)], normals.view, anomalies.view)
    for tree in 0..<booster.forest.treeCount {
      let start = booster.forest.starts[tree]
      #expect(depth(booster.forest.nodes.base + start) <= 3)
      #expect(booster.forest.starts[tree + 1] - start <= 15)
    }
  }

  private func depth(_ node: UnsafePointer<QuantizedNode>) -> Int {
    if node.pointee.isLeaf { return 0 }
    let left = node + node.pointee.childrenAfter
    return 1 + max(depth(left), depth(left + 1))
  }

  /// No leaf holds fewer rows than asked for.
  @Test(arguments: ["decision_tree", "extra_trees"]) func leavesAreLargeEnough(name: String) throws
  {
    let normals = try TestTables.normal(rows: 500, columns: 2, seed: 1)
    let anomalies = try TestTables.normal(rows: 500, columns: 2, seed: 2)
    let booster = try fit(name, ["min_samples_leaf": .integer(5)], normals.view, anomalies.view)
    // The leaves of the first tree that rows fall into.
    var rows: [Int: Int] = [:]
    for table in [normals, anomalies] {
      for row in 0..<500 {
        rows[booster.forest.leaf(of: table.row(row), tree: 0), default: 0] += 1
      }
    }
    #expect(rows.count > 1)
    #expect(rows.values.min() ?? 0 >= 5)
  }

  @Test func featureCountsFollowTheirRules() {
    typealias Rule = ForestOptions.MaxFeatures
    #expect(Rule.squareRoot.count(of: 32) == 5 && Rule.squareRoot.count(of: 1) == 1)
    #expect(Rule.logarithm.count(of: 32) == 5 && Rule.logarithm.count(of: 1) == 1)
    #expect(Rule.all.count(of: 32) == 32)
    #expect(Rule.count(7).count(of: 32) == 7 && Rule.count(70).count(of: 32) == 32)
    #expect(Rule.fraction(0.5).count(of: 32) == 16 && Rule.fraction(0.001).count(of: 32) == 1)
  }

  @Test func everyFormOfMaxFeaturesIsTaken() throws {
    let normals = try TestTables.normal(rows: 60, columns: 5, seed: 1)
    for value: Setting.Value in [
      .text("sqrt"), .text("log2"), .text("all"), .integer(2), .real(0.4),
    ] {
      let booster = try fit(
        "random_forest", ["max_features": value, "n_estimators": .integer(3)], normals.view,
        normals.view)
      #expect(booster.forest.treeCount == 3)
    }
  }

  @Test func settingsOutsideTheirRangesAreRefused() {
    for (name, value): (String, Setting.Value) in [
      ("n_estimators", .integer(0)), ("n_estimators", .integer(10_001)),
      ("n_estimators", .real(5)), ("max_features", .text("auto")), ("max_features", .real(1.5)),
      ("max_features", .integer(0)), ("max_depth", .integer(-1)),
      ("min_samples_leaf", .integer(0)), ("bootstrap", .integer(2)),
      ("class_weight", .text("equal")),
    ] {
      let error = #expect(throws: DASError.self) { try RandomForest([name: value]) }
      #expect(error?.code == .outOfRange)
      #expect(error?.message.contains(name) == true)
    }
    #expect(thrownCode { try DecisionTree(["n_estimators": .integer(1)]) } == .unknownName)
  }

  @Test func unknownBoostersAreNamed() {
    let error = #expect(throws: DASError.self) { try Boosters.named("forest") }
    #expect(error?.code == .unknownName)
    #expect(error?.message.contains("random_forest, extra_trees, decision_tree") == true)
  }

  // MARK: - Cancellation

  @Test(arguments: [1, 2]) func cancelledCallsLeaveAnError(threads: Int) throws {
    let normals = try TestTables.normal(rows: 500, columns: 3, seed: 1)
    let execution = Execution(threads: threads, progress: { _, fraction in fraction < 0.3 })
    let error = #expect(throws: DASError.self) {
      try RandomForest().fit(
        normals: normals.view, anomalies: normals.view, seed: 0, on: execution)
    }
    #expect(error?.code == .cancelled)
  }
}
