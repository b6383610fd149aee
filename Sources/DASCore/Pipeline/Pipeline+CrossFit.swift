extension Pipeline {
  /// Folds of the cross-fit that stands in for out-of-bag votes.
  static let folds = 5

  /// The booster's scores of training rows by trees, or folds, that did not see them; nil where
  /// there is no way to have them. Folds cost fits of their own: only options that asks for them
  /// has them.
  static func heldOutScores(
    of booster: any FittedBooster, configuration: PipelineConfiguration, X: MatrixView,
    anomalies: inout HardAnomalies, seed: UInt64, on execution: Execution
  ) throws -> Buffer<Double>? {
    if let scores = booster.outOfBagScores { return scores }
    guard scaleIsHeldOut(configuration.fusion, booster) else { return nil }
    guard case .unfitted(let booster) = configuration.booster, X.rows >= 2 * folds else {
      warnInSample(booster, execution)
      return nil
    }
    return try crossFit(
      booster, X: X, anomalies: anomalies.takeRows(for: booster), seed: seed, on: execution)
  }

  static func scaleIsHeldOut(_ fusion: FusionSettings, _ booster: any FittedBooster) -> Bool {
    switch fusion.boosterScores {
    case .outOfBag: true
    case .inSample: false
    case .automatic: !booster.inSampleScoresAreInformative
    }
  }

  /// Fits the booster `folds` times, each time without every fifth normal row, and scores those
  /// rows.
  private static func crossFit(
    _ booster: any Booster, X: MatrixView, anomalies: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> Buffer<Double> {
    let scores = try Buffer<Double>(uninitialized: X.rows)
    let dealt = try Folds(rows: X.rows, count: folds)
    for fold in 0..<folds {
      try execution.report(Double(fold) / Double(folds))
      let split = try dealt.split(X, at: fold)
      let fitted = try booster.fit(
        any: split.kept.view, anomalies: anomalies, seed: seed, on: execution)
      let votes = try fitted.scores(split.heldOut.view, on: execution)
      for index in 0..<votes.count { scores[Int(split.heldOutRows[index])] = votes[index] }
    }
    return scores
  }
}
