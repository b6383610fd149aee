/// The one place where the four stages meet: fit, synthesize, boost, fuse.
public enum Pipeline {
  /// Carries out a recipe on normal rows.
  ///
  /// The seed decides everything random; its parts use different random streams, so one seed serves
  /// them all. Nothing is left behind when a part fails or the call is cancelled.
  public static func fit(
    _ recipe: Recipe, to X: MatrixView, seed: UInt64, on execution: Execution = Execution()
  ) throws -> Model {
    try FitReport.checkRows(of: X)
    return try execution.exclusively { try fitUnshared(recipe, to: X, seed: seed, on: execution) }
  }

  private static func fitUnshared(
    _ recipe: Recipe, to X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Model {
    let fitted = try fitParts(recipe, to: X, seed: seed, on: execution)
    return try execution.run("report", spanning: 0.97...1) {
      let report = try FitReport(of: fitted, fittedTo: X, seed: seed, on: execution)
      try FitReport.warnOfParts(of: fitted, recipe: recipe, fittedTo: X, on: execution)
      FitReport.warn(of: fitted.model, on: execution)
      return fitted.model.with(report)
    }
  }

  /// A model and what its fit leaves behind: the material of a report.
  struct Fitted {
    let model: Model
    let anomalies: HardAnomalies
    /// f of the training rows.
    let detectorScores: Buffer<Double>
  }

  static func fitParts(
    _ recipe: Recipe, to X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Fitted {
    let (detector, scores) = try execution.run("detector", spanning: 0...0.25) {
      let detector = try fitDetector(recipe.detector, to: X, seed: seed, on: execution)
      return (detector, try detector.trainingScores(X, on: execution))
    }
    let program = recipe.program ?? Programs.forDetector(detector.name)
    var anomalies = try execution.run("program", spanning: 0.25...0.45) {
      let rows = try program.synthesize(
        recipe.synthesis.count(for: X.rows),
        against: ScoredDetector(detector: detector, trainingScores: scores), from: X, seed: seed,
        on: execution)
      return try HardAnomalies(
        program.redrawsCopies
          ? rows : withoutCopies(rows, of: X, by: program.name, on: execution))
    }
    let booster = try execution.run("booster", spanning: 0.45...0.9) {
      switch recipe.booster {
      case .fitted(let booster): return booster
      case .recipe(let recipe):
        return try recipe.fit(
          normals: X, anomalies: anomalies.rows(for: recipe), seed: seed, on: execution)
      }
    }
    return try execution.run("fusion", spanning: 0.9...0.97) {
      var provenance = recipe.provenance
      provenance["program"] = program.name
      provenance["n_samples"] = "\(anomalies.count)"
      provenance["seed"] = "\(seed)"
      let heldOut = try heldOutScores(
        of: booster, recipe: recipe, X: X, anomalies: &anomalies, seed: seed, on: execution)
      let model = try fuse(
        detector, booster, recipe.fusion, X: X, detectorScores: scores, heldOut: heldOut,
        provenance: provenance, on: execution)
      return Fitted(model: model, anomalies: anomalies, detectorScores: scores)
    }
  }

  private static func fitDetector(
    _ source: Recipe.DetectorSource, to X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    switch source {
    case .fitted(let detector): detector
    case .recipe(let recipe): try recipe.fit(X, seed: seed, on: execution)
    }
  }

  /// The last stage alone: fuses a fitted detector and a fitted booster by the scores of `X`, the rows
  /// that both were fitted on.
  package static func fuse(
    _ detector: any FittedDetector, _ booster: any FittedBooster, _ fusion: FusionRecipe,
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
    _ detector: any FittedDetector, _ booster: any FittedBooster, _ recipe: FusionRecipe,
    X: MatrixView, detectorScores: Buffer<Double>, heldOut: Buffer<Double>?,
    provenance: [String: String], on execution: Execution
  ) throws -> Model {
    let inSample = try booster.trainingScores(X, on: execution)
    let votes = heldOut ?? inSample
    guard votes.count == X.rows else {
      throw DASError(
        .shapeMismatch,
        "X has \(X.rows) rows but the booster holds out-of-bag scores of \(votes.count): "
          + "fuse with the rows that the booster was fitted on")
    }
    let fusion = try recipe.fit(
      detectorScores: detectorScores,
      boosterScores: scaleIsHeldOut(recipe, booster) ? votes : inSample)
    let scores = try Buffer<Double>(uninitialized: X.rows)
    for row in 0..<X.rows {
      // A row that no tree left out has no held-out vote; its in-sample one stands in.
      let vote = votes[row].isFinite ? votes[row] : inSample[row]
      scores[row] = fusion.fuse(detectorScores[row], vote)
    }
    return try Model(
      detector: detector, booster: booster, fusion: fusion, trainingScores: scores,
      detectorTrainingScores: detectorScores, provenance: provenance)
  }

  static func warnInSample(_ booster: any FittedBooster, _ execution: Execution) {
    execution.log(
      .warning,
      "\(booster.name) has no held-out scores: its scale is learnt in sample, which favours normal "
        + "votes")
  }
}
