import Testing

@testable import DASCore

@Suite struct KNNTests {
  static let variants: [[String: Setting.Value]] = [
    ["method": .text("mean"), "metric": .text("manhattan")],
    ["method": .text("median"), "n_neighbors": .integer(4), "standardize": .integer(1)],
    ["metric": .text("minkowski"), "p": .real(3.5)],
    ["metric": .text("minkowski"), "p": .real(1.5), "standardize": .integer(1)],
  ]

  /// The statistic of the sorted distances to all others, for training rows and for new ones.
  @Test(arguments: [[:]] + variants, [1, 3, 40, 400]) func equalsTheDefinition(
    changes: [String: Setting.Value], rows: Int
  ) throws {
    let (X, Q) = (
      try TestTables.clusters(rows: rows, columns: 3),
      try TestTables.clusters(rows: 50, columns: 3, seed: 1)
    )
    let knn = try KNN(changes)
    let distance = try knn.metric.distance(for: X.view, on: Execution())
    let fitted = try knn.fit(X)
    func expected(_ row: UnsafePointer<Double>, without own: Int?) -> Double {
      let sorted = (0..<rows).filter { $0 != own }.map { distance(row, X.row($0)) }.sorted()
      return knn.method(sorted, count: min(knn.neighbors, sorted.count))
    }
    #expect(try fitted.trainingScores(of: X) == (0..<rows).map { expected(X.row($0), without: $0) })
    #expect(try fitted.scores(of: Q) == (0..<50).map { expected(Q.row($0), without: nil) })
  }

  @Test func statisticsAreThoseOfTheirNames() {
    let distances = [1.0, 2, 4, 9]
    #expect(KNN.Method.largest(distances, count: 4) == 9)
    #expect(KNN.Method.mean(distances, count: 4) == 4)
    #expect(KNN.Method.median(distances, count: 4) == 3)
    #expect(KNN.Method.median(distances, count: 3) == 2)
    for method in KNN.Method.allCases { #expect(method(distances, count: 0) == 0) }
  }

  /// A row's copies are its neighbours, itself is not.
  @Test func copiesAreNeighbours() throws {
    let X = try Matrix([[1], [1], [1], [5], [9]])
    let fitted = try KNN(["n_neighbors": .integer(2)]).fit(X)
    #expect(try fitted.trainingScores(of: X) == [0, 0, 0, 4, 8])
    #expect(try fitted.scores(of: X) == [0, 0, 0, 4, 4])
  }

  /// Rows of the fit get their training scores, and other rows new ones.
  @Test func trainingScoresKnowTheirRows() throws {
    let X = try TestTables.clusters(rows: 300, columns: 4)
    let fitted = try KNN().fit(X)
    let (own, new) = (try fitted.trainingScores(of: X), try fitted.scores(of: X))
    #expect(zip(own, new).allSatisfy { $0 > $1 })
    let part = try fitted.trainingScores(X.view.rows(0..<100), on: Execution()).array
    #expect(part == Array(own[..<100]))
    let moved = try fitted.trainingScores(X.view.rows(1..<300), on: Execution()).array
    #expect(moved == Array(new[1...]))
  }

  /// The order of the training rows does not matter.
  @Test func trainingRowsMayComeInAnyOrder() throws {
    let X = try TestTables.clusters(rows: 500, columns: 4)
    let Q = try TestTables.clusters(rows: 60, columns: 4, seed: 2)
    let reversed = try Matrix((0..<500).reversed().map { X.rowArray($0) })
    for detector: any Detector in [try KNN(), try LOF()] {
      let fitted = try detector.fit(X)
      let other = try detector.fit(reversed)
      #expect(relativeDifference(try fitted.scores(of: Q), try other.scores(of: Q)) < 1e-14)
      #expect(
        relativeDifference(
          try fitted.trainingScores(of: X),
          try other.trainingScores(of: reversed).reversed()) < 1e-14)
    }
  }

  @Test func refusesAnOrderWithoutItsMetric() throws {
    #expect(
      thrownCode { _ = try KNN(["p": .real(3), "metric": .text("euclidean")]) }
        == .invalidArgument)
    #expect(
      thrownCode { _ = try LOF(["p": .real(1), "metric": .text("manhattan")]) } == .invalidArgument)
    #expect(thrownCode { _ = try KNN(["p": .real(0.5)]) } == .outOfRange)
  }

  /// Orders 1 and 2 are the named distances.
  @Test func minkowskiHasSpecialCases() throws {
    let X = try TestTables.clusters(rows: 200, columns: 3)
    func scores(_ changes: [String: Setting.Value]) throws -> [Double] {
      try KNN(changes).fit(X).scores(of: X)
    }
    for (order, name) in [(1.0, "manhattan"), (2.0, "euclidean")] {
      #expect(
        try scores(["metric": .text("minkowski"), "p": .real(order)])
          == scores(["metric": .text(name)]))
    }
  }

  /// The cost of a long table is logged once.
  @Test func saysWhatItWillCost() throws {
    let rows = NeighborMetric.manyRows + 1
    let X = try TestTables.normal(rows: rows, columns: 1)
    var lines: [String] = []
    let execution = Execution(log: { _, line in lines.append(line) })
    _ = try NeighborMetric(Settings(for: KNN.self)).search(X.view, for: "knn", on: execution)
    #expect(lines.count == 1 && lines[0].contains("knn on \(rows) rows"))
    _ = try NeighborMetric(Settings(for: KNN.self))
      .search(X.view.rows(0..<100), for: "knn", on: execution)
    #expect(lines.count == 1)
  }
}
