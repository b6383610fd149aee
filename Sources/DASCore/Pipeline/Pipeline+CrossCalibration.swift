extension Pipeline {
  /// The model with p-values and thresholds from scores of its own training rows, each given by a
  /// model that was fitted without the row.
  ///
  /// The rows are dealt into `folds` at random. The whole configuration, detector included, is
  /// fitted without each fold in turn and scores it; the scores are brought to the scale of `model`
  /// (`ScoreAlignment`), whose own fit has seen all rows. Cross-conformal prediction (Vovk,
  /// "Cross-conformal predictors", 2015) keeps the models of the folds; here one stands for all, as
  /// they differ from it by a fifth of the rows.
  ///
  /// - Parameter X: the rows that `model` was fitted on.
  public static func crossCalibrate(
    _ model: Model, by configuration: PipelineConfiguration, to X: MatrixView, folds count: Int,
    seed: UInt64,
    on execution: Execution = Execution()
  ) throws -> Model {
    try checkUnfitted(configuration)
    let X = try X.read(as: TableForm(of: model))
    guard X.rows == model.trainingScores.count else {
      throw DASError(
        .shapeMismatch,
        "X has \(X.rows) rows but the model was fitted on \(model.trainingScores.count): calibrate "
          + "with the same rows")
    }
    let folds = try Folds(rows: X.rows, count: count, seed: seed)
    return try execution.exclusively {
      let scores = try heldOutScores(
        of: model, by: configuration, X: X, folds: folds, seed: seed, on: execution)
      return model.with(try Calibration(.crossFitted, scores: scores))
    }
  }

  /// Scores of `X` by models that were fitted without each fold, on the scale of `model`.
  private static func heldOutScores(
    of model: Model, by configuration: PipelineConfiguration, X: MatrixView, folds: Folds,
    seed: UInt64,
    on execution: Execution
  ) throws -> Buffer<Double> {
    let count = folds.count
    let scores = try Buffer<Double>(uninitialized: X.rows)
    for fold in 0..<count {
      let part = Double(fold) / Double(count)...Double(fold + 1) / Double(count)
      try execution.run("calibration", spanning: part) {
        let split = try folds.split(X, at: fold)
        let fitted = try execution.run("calibration", spanning: 0...0.9) {
          try execution.quietly {
            try fitParts(configuration, to: split.kept.view, seed: seed, on: execution).model
          }
        }
        let heldOut = try execution.run("calibration", spanning: 0.9...1) {
          try fitted.scores(split.heldOut.view, on: execution)
        }
        let alignment = try ScoreAlignment(
          from: fitted.trainingScores, to: model.trainingScores)
        for index in 0..<heldOut.count {
          scores[Int(split.heldOutRows[index])] = alignment.align(heldOut[index])
        }
      }
    }
    return scores
  }

  /// Refuses fitted parts, which have seen the rows to hold out.
  private static func checkUnfitted(_ configuration: PipelineConfiguration) throws {
    if case .fitted(let detector) = configuration.detector { throw seen("detector", detector.name) }
    if case .fitted(let booster) = configuration.booster { throw seen("booster", booster.name) }
  }

  private static func seen(_ part: String, _ name: String) -> DASError {
    DASError(
      .invalidArgument,
      "the \(part) \(name.quoted) is fitted already, so it has seen the rows that each fold holds "
        + "out: give one that is not fitted, or calibrate on fresh rows")
  }
}
