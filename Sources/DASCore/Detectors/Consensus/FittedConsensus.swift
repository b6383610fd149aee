/// A fitted `Consensus`: the members that weigh something.
package struct FittedConsensus: FittedDetector {
  package var name: String { Consensus.name }
  package var columns: Int { members[0].detector.columns }

  /// One or more, of which each takes the same columns.
  let members: [ConsensusMember]

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try average(X, into: scores, on: execution) {
      try $0.score(X, into: $1, on: execution)
    }
  }

  package func trainingScores(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try average(X, into: scores, on: execution) {
      try $0.trainingScores(X, into: $1, on: execution)
    }
  }

  /// Sums run in the order of the members for every row, so that no batch matters.
  private func average(
    _ X: MatrixView, into sums: UnsafeMutablePointer<Double>, on execution: Execution,
    _ score: (any FittedDetector, UnsafeMutablePointer<Double>) throws -> Void
  ) throws {
    sums.update(repeating: 0, count: X.rows)
    let scores = try execution.scratch(X.rows)
    for member in members {
      try score(member.detector, scores.base)
      member.add(scores.base, count: X.rows, to: sums)
    }
  }
}
