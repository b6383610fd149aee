/// The one place where the four stages meet: fit, synthesize, boost, fuse.
public enum Pipeline {
  /// Fits a whole model to normal rows.
  ///
  /// The seed decides everything random; each part has its own random stream.
  public static func fit(
    _ configuration: PipelineConfiguration, to X: MatrixView, seed: UInt64,
    on execution: Execution = Execution()
  ) throws -> Model {
    try FitReport.checkRows(of: X)
    let X = try X.read(as: configuration.tableForm(), for: .fit)
    return try execution.exclusively {
      try fitUnshared(configuration, to: X, seed: seed, on: execution)
    }
  }

  private static func fitUnshared(
    _ configuration: PipelineConfiguration, to X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Model {
    let fitted = try fitParts(configuration, to: X, seed: seed, on: execution)
    return try execution.run("report", spanning: 0.97...1) {
      let report = try FitReport(of: fitted, fittedTo: X, seed: seed, on: execution)
      try FitReport.warnOfParts(
        of: fitted, configuration: configuration, fittedTo: X, on: execution)
      FitReport.warn(of: fitted.model, on: execution)
      return fitted.model.with(report)
    }
  }

  /// A model, and what its report is computed from.
  struct Fitted {
    let model: Model
    let anomalies: HardAnomalies
    /// f of the training rows.
    let detectorScores: Buffer<Double>
    /// The indices of training rows that look like anomalies to the rest, ascending.
    let suspects: Buffer<Int32>?
  }

  static func fitParts(
    _ configuration: PipelineConfiguration, to X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Fitted {
    let (detector, scores) = try execution.run("detector", spanning: 0...0.25) {
      let detector = try fitDetector(configuration.detector, to: X, seed: seed, on: execution)
      return (detector, try detector.trainingScores(X, on: execution))
    }
    let program = configuration.program ?? Programs.forDetector(detector.name)
    let scored = ScoredDetector(detector: detector, trainingScores: scores)
    var trained = try trainBooster(
      configuration, program, against: scored, on: X, seed: seed, execution: execution)
    return try execution.run("fusion", spanning: 0.9...0.97) {
      var provenance = configuration.provenance
      provenance["program"] = program.name
      provenance["n_samples"] = "\(trained.anomalies.count)"
      provenance["seed"] = "\(seed)"
      let heldOut = try trained.heldOut(configuration, X: X, seed: seed, on: execution)
      let model = try fuse(
        detector, trained.booster, configuration.fusion, X: X, detectorScores: scores,
        heldOut: heldOut, trusted: trained.trusted, provenance: provenance, on: execution)
      return Fitted(
        model: model, anomalies: trained.anomalies, detectorScores: scores,
        suspects: trained.suspects)
    }
  }

  private static func fitDetector(
    _ source: PipelineConfiguration.DetectorSource, to X: MatrixView, seed: UInt64,
    on execution: Execution
  ) throws -> any FittedDetector {
    switch source {
    case .fitted(let detector): detector
    case .unfitted(let detector): try detector.fit(any: X, seed: seed, on: execution)
    }
  }

  /// The last stage alone: fuses a fitted detector and a fitted booster by the scores of `X`, the
  /// rows that both were fitted on.
  package static func fuse(
    _ detector: any FittedDetector, _ booster: any FittedBooster, _ fusion: FusionSettings,
    X: MatrixView, on execution: Execution
  ) throws -> Model {
    if scaleIsHeldOut(fusion, booster), booster.outOfBagScores == nil {
      warnInSample(booster, execution)
    }
    return try fuse(
      detector, booster, fusion, X: X, detectorScores: detector.trainingScores(X, on: execution),
      heldOut: booster.outOfBagScores, provenance: [:], on: execution)
  }

  private static func fuse(
    _ detector: any FittedDetector, _ booster: any FittedBooster, _ settings: FusionSettings,
    X: MatrixView, detectorScores: Buffer<Double>, heldOut: Buffer<Double>?,
    trusted: RowSubset? = nil, provenance: [String: String], on execution: Execution
  ) throws -> Model {
    let inSample = try booster.trainingScores(X, on: execution)
    let votes = heldOut ?? inSample
    guard votes.count == X.rows else {
      throw DASError(
        .shapeMismatch,
        "X has \(X.rows) rows but the booster holds out-of-bag scores of \(votes.count): "
          + "fuse with the rows that the booster was fitted on")
    }
    let scaling = scaleIsHeldOut(settings, booster) ? votes : inSample
    let fusion = try settings.fit(
      detectorScores: detectorScores, boosterScores: trusted?.values(of: scaling) ?? scaling)
    let scores = try Buffer<Double>(uninitialized: X.rows)
    for row in 0..<X.rows {
      // A row that every tree saw has no held-out vote; the in-sample vote replaces it.
      let vote = votes[row].isFinite ? votes[row] : inSample[row]
      scores[row] = fusion.fuse(detectorScores[row], vote)
    }
    return try Model(
      detector: detector, booster: booster, fusion: fusion, trainingScores: scores,
      detectorTrainingScores: detectorScores, schema: X.schema, provenance: provenance)
  }

  static func warnInSample(_ booster: any FittedBooster, _ execution: Execution) {
    execution.log(
      .warning,
      "\(booster.name) has no held-out scores: its scale is learnt in sample, which favours normal "
        + "votes")
  }
}
