extension FitReport {
  /// Hard anomalies are made from the differences between rows, so one row is not enough.
  static let minTrainingRows = 2

  static func checkRows(of X: MatrixView) throws {
    guard X.rows >= minTrainingRows else {
      throw DASError(
        .invalidData,
        "X has 1 row (n_samples = 1): at least \(minTrainingRows) are needed, for hard anomalies "
          + "are placed by how normal rows differ")
    }
  }

  /// Warns if a part of the fit learnt nothing, or the model can hardly flag anything.
  static func warnOfParts(
    of fitted: Pipeline.Fitted, configuration: PipelineConfiguration, fittedTo X: MatrixView,
    on execution: Execution
  ) throws {
    try TableCheck.warn(of: X, distances: false, on: execution)
    if X.rowsAreEqual { execution.log(.warning, DetectorCheck.equalRows(X)) }
    warnOfDetector(of: fitted, configuration, X, execution)
    warnOfAnomalies(fitted.anomalies, execution)
    warnOfSuspects(fitted.suspects, of: X.rows, configuration.contamination, execution)
    let (model, anomalies) = (fitted.model, fitted.anomalies.sample)
    try model.booster.warnIfBlind(normals: X, anomalies: anomalies, on: execution)
    try warnOfThreshold(of: model, X, anomalies, on: execution)
  }

  private static func warnOfDetector(
    of fitted: Pipeline.Fitted, _ configuration: PipelineConfiguration, _ X: MatrixView,
    _ execution: Execution
  ) {
    guard fitted.detectorScores.areAlike, !X.rowsAreEqual else { return }
    var cause: String?
    if case .unfitted(let detector) = configuration.detector { cause = detector.whyBlind(X) }
    execution.log(
      .warning,
      "\(fitted.model.detector.name) gives all \(X.rows) rows of X the same score, "
        + "\(fitted.detectorScores[0])" + (cause.map { "; \($0)" } ?? ""))
  }

  private static func warnOfAnomalies(_ anomalies: HardAnomalies, _ execution: Execution) {
    guard anomalies.sample.view.rowsAreEqual else { return }
    execution.log(
      .warning,
      anomalies.count == 1
        ? "there is only 1 hard anomaly: the booster learns of one place; raise n_samples"
        : "all \(anomalies.count) hard anomalies are equal: the booster learns of one place")
  }
}

// MARK: - Suspects

extension FitReport {
  /// The fraction of suspects that clean tables rarely exceed (docs/results/contamination.md).
  static let manySuspects = 0.03
  /// As many may be found in any table of few rows.
  static let fewSuspects = 5

  /// Warns of many suspects, unless the caller said that there are anomalies.
  private static func warnOfSuspects(
    _ suspects: Buffer<Int32>?, of rows: Int, _ contamination: Contamination,
    _ execution: Execution
  ) {
    guard let suspects, contamination == .unknown,
      suspects.count > fewSuspects,
      Double(suspects.count) > manySuspects * Double(min(rows, Trimming.maxRows))
    else { return }
    let examples = suspects.elements.prefix(5).map { "\($0)" }.joined(separator: ", ")
    execution.log(
      .warning,
      "\(suspects.count) of \(rows) training rows look like anomalies to the others (rows "
        + "\(examples) ...): take out those that are, or give their fraction as contamination; if "
        + "all rows are normal, say that they are clean")
  }
}

// MARK: - Threshold

extension FitReport {
  /// Warns if neither hard anomalies nor rows far outside of X exceed the threshold at a level of
  /// .1.
  private static func warnOfThreshold(
    of model: Model, _ X: MatrixView, _ anomalies: Matrix, on execution: Execution
  ) throws {
    // A host's detector may refuse rows so far outside.
    guard !model.detector.isForeign else { return }
    let threshold = model.calibration.threshold(level: level)
    var greatest = -Double.infinity
    for rows in [try ProbeRows(X).far, anomalies.view] where greatest <= threshold {
      greatest = max(greatest, try greatestScore(of: rows, by: model, on: execution))
    }
    guard greatest <= threshold else { return }
    execution.log(
      .warning,
      "rows far outside of X score \(greatest) at most, and the threshold at a level of \(level) "
        + "is \(threshold): hardly any row can be flagged")
  }

  /// The greatest F of some rows, without stages of progress for its parts.
  private static func greatestScore(
    of rows: MatrixView, by model: Model, on execution: Execution
  ) throws -> Double {
    let f = try model.detector.scores(rows, on: execution)
    let boosted = try model.booster.scores(rows, on: execution)
    return (0..<rows.rows).map { model.fusion.fuse(f[$0], boosted[$0]) }.max() ?? -.infinity
  }
}
