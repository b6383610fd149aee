/// The quadratic mean of fitted classifiers of one kind, each fitted to a subset of the same
/// training rows. A member that takes a row for an anomaly weighs more in it than one that has
/// learnt an anomaly among its training rows as normal.
///
/// The training scores are those of all the rows. A member that was not fitted to a row scores it
/// like a fresh one.
package struct AveragedBooster: FittedBooster {
  package let members: [any FittedBooster]
  package let inSampleScores: Buffer<Double>
  package let outOfBagScores: Buffer<Double>?

  package var name: String { members[0].name }
  package var schema: Schema? { members[0].schema }
  package var columns: Int { members.lazy.map(\.columns).max() ?? 0 }
  package var inSampleScoresAreInformative: Bool {
    members.allSatisfy(\.inSampleScoresAreInformative)
  }

  /// The mean of the members' areas, each over the rows it was fitted to.
  package var outOfBagAUC: Double {
    members.reduce(0) { $0 + $1.outOfBagAUC } / Double(members.count)
  }

  /// - Parameter members: at least one.
  package init(
    _ members: [any FittedBooster], inSampleScores: Buffer<Double>,
    outOfBagScores: Buffer<Double>?
  ) {
    self.members = members
    self.inSampleScores = inSampleScores
    self.outOfBagScores = outOfBagScores
  }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let own = try execution.scratch(X.rows)
    scores.update(repeating: 0, count: X.rows)
    for member in members {
      try member.score(X, into: own.base, on: execution)
      for row in 0..<X.rows { scores[row] += own.base[row] * own.base[row] }
    }
    for row in 0..<X.rows { scores[row] = (scores[row] / Double(members.count)).squareRoot() }
  }

  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    guard inSampleScores.count == X.rows else {
      return try score(X, into: scores, on: execution)
    }
    scores.update(from: inSampleScores.base, count: X.rows)
  }
}
