extension Consensus {
  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    let faults = try FaultyRows.make(from: X, seed: seed, on: execution)
    var (members, candidates): ([ConsensusMember], [ConsensusMember]) = ([], [])
    for (index, (member, weight)) in weighted.enumerated() {
      let (start, count) = (Double(index), Double(weighted.count))
      try execution.run("detector", spanning: start / count...(start + 1) / count) {
        let fitted = try member.fit(any: X, seed: seed, on: execution)
        let scores = try fitted.trainingScores(X, on: execution)
        let auc = try ROC.auc(scores, fitted.scores(faults.view, on: execution))
        let candidate = try ConsensusMember(
          detector: fitted, scaler: ScoreScaler(.minMax, fittedTo: scores), weight: weight)
        candidates.append(candidate)
        if let fault = fault(scores, auc: auc) {
          execution.log(.info, "consensus leaves \(member.name) out: it \(fault)")
        } else {
          members.append(candidate.weighing(weight * (2 * auc - 1)))
        }
      }
    }
    return FittedConsensus(members: Self.normalized(members.isEmpty ? candidates : members))
  }

  /// Why a member weighs nothing; nil if it does.
  private func fault(_ scores: Buffer<Double>, auc: Double) -> String? {
    if scores.areAlike { return "scores all training rows alike" }
    return auc > 0.5 ? nil : "scores faulty rows no higher than training rows (AUC \(auc))"
  }

  private static func normalized(_ members: [ConsensusMember]) -> [ConsensusMember] {
    let sum = members.reduce(0) { $0 + $1.weight }
    return members.map { $0.weighing($0.weight / sum) }
  }
}

extension ConsensusMember {
  fileprivate func weighing(_ weight: Double) -> ConsensusMember {
    ConsensusMember(detector: detector, scaler: scaler, weight: weight)
  }
}
