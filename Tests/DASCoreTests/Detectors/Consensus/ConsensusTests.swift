import Glibc
import Testing

@testable import DASCore

@Suite struct ConsensusTests {
  private let X: Matrix
  private let rows: Matrix
  private let execution = Execution()

  init() throws {
    X = try TestTables.clusters(rows: 300, columns: 4)
    rows = try TestTables.clusters(rows: 90, columns: 4, seed: 1)
  }

  private func consensus(_ members: any Detector...) throws -> FittedConsensus {
    try #require(
      Consensus(weighted: members.map { ($0, 1) }).fit(X.view, seed: 1, on: execution)
        as? FittedConsensus)
  }

  /// Only the members named, with these weights.
  private func settings(_ weights: [String: Double]) -> [String: Setting.Value] {
    var changes: [String: Setting.Value] = [:]
    for setting in Consensus.settings { changes[setting.name] = .real(weights[setting.name] ?? 0) }
    return changes
  }

  @Test func isTheWeightedMeanOfScaledScores() throws {
    let members: [any Detector] = [try IsolationForest(), try ECOD(), try LOF()]
    let fitted = try consensus(members[0], members[1], members[2])
    #expect((fitted.members.reduce(0) { $0 + $1.weight } - 1).magnitude < 1e-15)
    var expected = [Double](repeating: 0, count: rows.rows)
    for (member, detector) in zip(fitted.members, members) {
      let alone = try detector.fit(X.view, seed: 1, on: execution)
      let own = try alone.trainingScores(of: X)
      let (low, high) = (try #require(own.min()), try #require(own.max()))
      for (row, score) in try alone.scores(of: rows).enumerated() {
        let scaled = (score - low) / (high - low)
        expected[row] += member.weight * (scaled > 1 ? 1 + 0.1 * log(scaled) : scaled)
      }
    }
    for (score, other) in zip(try fitted.scores(of: rows), expected) {
      #expect((score - other).magnitude <= 1e-12)
    }
  }

  @Test func aSingleMemberIsScaledOnly() throws {
    let fitted = try Consensus(settings(["ecod": 0.3])).fit(X.view, seed: 1, on: execution)
    let alone = try ECOD().fit(X.view, seed: 1, on: execution)
    let training = try fitted.trainingScores(of: X)
    #expect(training.min() == 0 && training.max() == 1)
    let (scores, others) = (try fitted.scores(of: rows), try alone.scores(of: rows))
    let order = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    #expect(order == others.indices.sorted { (others[$0], $0) < (others[$1], $1) })
  }

  /// All weights may be multiplied by a number.
  @Test func onlyTheRatioOfWeightsMatters() throws {
    let scores = try [1.0, 4].map {
      try Consensus(settings(["ecod": 2 * $0, "knn": $0, "iforest": $0]))
        .fit(X.view, seed: 1, on: execution).scores(of: rows)
    }
    #expect(scores[0] == scores[1])
  }

  @Test func theOrderOfMembersDoesNotMatter() throws {
    let (one, other) = (
      try consensus(ECOD(), PCA(), KNN()).scores(of: rows),
      try consensus(KNN(), ECOD(), PCA()).scores(of: rows)
    )
    for (score, other) in zip(one, other) { #expect((score - other).magnitude <= 1e-13) }
  }

  @Test("what scores faults lower than training rows, or all training rows alike, is left out")
  func misleadingMembersWeighNothing() throws {
    let sound = try consensus(ECOD(), KNN())
    for sign in [-1.0, 0] {
      let misled = try consensus(ECOD(), Signed(sign), KNN())
      #expect(misled.members.map(\.detector.name) == [ECOD.name, KNN.name])
      #expect(try misled.scores(of: rows) == sound.scores(of: rows))
    }
    #expect(try consensus(ECOD(), Signed(1)).members.count == 2)
  }

  @Test func theSettingsDecideWhereNoMemberIsLeft() throws {
    let misled = try consensus(Signed(-1), Signed(-1))
    #expect(misled.members.map(\.weight) == [0.5, 0.5])
  }

  @Test func oneMemberIsNeeded() throws {
    #expect(thrownCode { _ = try Consensus(settings([:])) } == .outOfRange)
  }
}

/// Scores a row by `sign` times its distance to the origin.
private struct Signed: Detector, FittedDetector {
  static let name = "signed"
  static let settings: [Setting] = []
  var name: String { Self.name }
  let sign: Double
  let columns = 4

  init(_ settings: Settings) throws { sign = 1 }
  init(_ sign: Double) { self.sign = sign }

  func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector { self }

  func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    for row in 0..<X.rows {
      scores[row] = (0..<columns).reduce(0) { $0 + sign * X[row, $1] * X[row, $1] }
    }
  }
}
