extension Booster {
  /// Fits, and warns where the classifier that came out tells no row from another.
  package func fitChecked(
    normals: MatrixView, anomalies: consuming MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedBooster {
    let sample = try ProbeRows.sample(of: anomalies)
    let fitted = try fit(any: normals, anomalies: anomalies, seed: seed, on: execution)
    try fitted.warnIfBlind(normals: normals, anomalies: sample, on: execution)
    return fitted
  }
}

extension FittedBooster {
  /// Warns of one score for normal rows and hard anomalies.
  func warnIfBlind(
    normals: MatrixView, anomalies: Matrix, on execution: Execution
  ) throws {
    let own = try scores(ProbeRows.sample(of: normals).view, on: execution)
    guard own.areAlike else { return }
    let others = try scores(anomalies.view, on: execution)
    guard others.areAlike, abs(others[0] - own[0]) <= 1e-12 else { return }
    execution.log(
      .warning,
      "\(name) tells no row from another: normal rows and hard anomalies score \(own[0]) alike; is "
        + "min_samples_leaf too high for \(normals.rows) normal rows, or are there too few trees?")
  }
}
