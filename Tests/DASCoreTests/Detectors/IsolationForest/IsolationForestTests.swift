import Glibc
import Testing

@testable import DASCore

@Suite struct IsolationForestTests {
  private func fit(
    _ X: MatrixView, _ changes: [String: Setting.Value] = [:], seed: UInt64 = 0, threads: Int = 1
  ) throws -> FittedIsolationForest {
    let fitted = try IsolationForest(changes).fit(X, seed: seed, on: Execution(threads: threads))
    return try #require(fitted as? FittedIsolationForest)
  }

  private func scores(_ fitted: any FittedDetector, _ X: MatrixView) throws -> [Double] {
    try fitted.scores(X, on: Execution()).array
  }

  /// c(1) = 0, c(2) = 1, and beyond the published form, close to the exact harmonic sum.
  @Test func averagePathLengthIsTheClosedForm() {
    #expect(IsolationForest.averagePathLength(of: 0) == 0)
    #expect(IsolationForest.averagePathLength(of: 1) == 0)
    #expect(IsolationForest.averagePathLength(of: 2) == 1)
    #expect(abs(IsolationForest.averagePathLength(of: 5) - 2.327_020_052_042_847) < 1e-12)
    #expect(abs(IsolationForest.averagePathLength(of: 999) - 12.967_939_884_427_996) < 1e-12)
    let harmonic = (1..<256).reduce(0.0) { $0 + 1 / Double($1) }
    let exact = 2 * harmonic - 2 * 255 / 256
    #expect(abs(IsolationForest.averagePathLength(of: 256) - exact) < 2 / 255.0)
  }

  /// s(x) = 2^(-E[h(x)] / c(psi)), with the path lengths read off the trees one by one.
  @Test func scoreIsTheDefinition() throws {
    let table = try TestTables.normal(rows: 400, columns: 4)
    let fitted = try fit(table.view, ["n_estimators": .integer(20)])
    #expect(fitted.sampleSize == 256)
    let found = try scores(fitted, table.view)
    for row in [0, 17, 399] {
      var length = 0.0
      for tree in 0..<fitted.forest.treeCount {
        let start = fitted.forest.starts[tree]
        var node = 0
        while Int(fitted.forest.nodes[start + node].left) != node {
          let split = fitted.forest.nodes[start + node]
          node = Int(split.left) + (table[row, Int(split.feature)] > split.threshold ? 1 : 0)
        }
        length += fitted.forest.nodes[start + node].leafValue
      }
      let expected = pow(2, -length / 20 / IsolationForest.averagePathLength(of: 256))
      #expect(abs(found[row] - expected) < 1e-14)
    }
  }

  /// A row far from all others scores above every one of them, and rows score about 1/2 or less.
  @Test func outlierScoresHighest() throws {
    let table = try TestTables.normal(rows: 500, columns: 3)
    let fitted = try fit(table.view)
    let normal = try scores(fitted, table.view)
    let outlier = try scores(fitted, try Matrix([[9, 9, 9]]).view)[0]
    #expect(outlier > normal.max()!)
    #expect(normal.reduce(0, +) / 500 < 0.5)
    #expect(normal.allSatisfy { $0 > 0 && $0 < 1 })
  }

  /// Columns are drawn for each tree; another seed draws others.
  @Test func keepsThePromisesOfDetectorsWithDrawnColumns() throws {
    let table = try TestTables.normal(rows: 3000, columns: 5)
    let changes: [String: Setting.Value] = ["max_features": .real(0.7)]
    try FitProperties(IsolationForest(changes), training: table, rows: table).check()
    #expect(
      try scores(fit(table.view, changes, seed: 4), table.view)
        != scores(fit(table.view, changes, seed: 5), table.view))
  }

  /// If nothing can be isolated, every score is 1/2.
  @Test func degenerateDataScoresHalf() throws {
    let constant = try Matrix((0..<50).map { _ in [3, 3] })
    let found = try scores(try fit(constant.view), constant.view)
    #expect(Set(found).count == 1 && abs(found[0] - 0.5) < 1e-14)
    let single = try Matrix([[1, 2, 3]])
    let queries = try Matrix([[1, 2, 3], [1e150, -1e150, 0]])
    #expect(try scores(try fit(single.view), queries.view) == [0.5, 0.5])
  }

  /// `max_samples` as a count, a fraction and "auto"; a count above the rows is cut, with a
  /// warning.
  @Test func sampleSizeFollowsItsSetting() throws {
    let X = try TestTables.normal(rows: 300, columns: 2).view
    let few: [String: Setting.Value] = ["n_estimators": .integer(2)]
    func size(_ value: Setting.Value) throws -> Int {
      try fit(X, few.merging(["max_samples": value]) { $1 }).sampleSize
    }
    #expect(try fit(X, few).sampleSize == 256)
    #expect(try fit(X.rows(0..<100), few).sampleSize == 100)
    #expect(try size(.integer(1)) == 1)
    #expect(try size(.integer(299)) == 299)
    #expect(try size(.real(0.5)) == 150)
    #expect(try size(.real(1)) == 300)
    #expect(try size(.real(1e-9)) == 1)
    var lines: [String] = []
    let execution = Execution(log: { if $0 == .warning { lines.append($1) } })
    let fitted = try IsolationForest(["max_samples": .integer(301)])
      .fit(X, seed: 0, on: execution)
    #expect((fitted as? FittedIsolationForest)?.sampleSize == 300)
    #expect(lines == ["iforest max_samples is 301 of 300 rows: each tree takes all rows"])
  }

  /// Settings out of range are refused at once, and a feature count against X at the fit.
  @Test(arguments: [
    ("n_estimators", Setting.Value.integer(0)), ("n_estimators", .integer(10_001)),
    ("n_estimators", .real(10)), ("max_samples", .integer(0)), ("max_samples", .real(0)),
    ("max_samples", .real(1.5)), ("max_samples", .real(.nan)), ("max_samples", .text("all")),
    ("max_features", .integer(0)), ("max_features", .real(1.01)), ("max_features", .text("auto")),
  ])
  func wrongSettingsAreRefused(_ name: String, _ value: Setting.Value) {
    let error = #expect(throws: DASError.self) { try IsolationForest([name: value]) }
    #expect(error?.code == .outOfRange)
    #expect(error?.message.contains("'\(name)'") == true)
  }

  @Test func settingsThatDoNotFitTheDataAreRefused() throws {
    let X = try TestTables.normal(rows: 10, columns: 2).view
    #expect(throws: DASError(.outOfRange, "iforest max_features is 3, but X has 2 columns")) {
      try fit(X, ["max_features": .integer(3)])
    }
    let error = #expect(throws: DASError.self) { try IsolationForest(["trees": .integer(3)]) }
    #expect(error?.code == .unknownName)
  }
}
