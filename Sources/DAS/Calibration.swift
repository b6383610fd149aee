public import CDAS
internal import DASCore

/// Makes a copy of the model whose p-values, thresholds and labels rest on fresh normal rows.
///
/// For further normal rows, P(p-value <= level) <= level then holds whatever the detector. Without
/// this they rest on training scores, as PyOD's do, and no level can be read from them: see
/// das_model_threshold.
/// - Parameters:
///   - X_fresh: normal rows that the model was not fitted on.
///   - calibrated: receives the new model; free both with das_model_free.
@c(das_model_calibrate)
public func das_model_calibrate(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X_fresh: UnsafePointer<das_matrix>?,
  _ calibrated: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(calibrated, "calibrated")
    let model = ModelHandle.from(try required(model, "model")).model
    let X = try MatrixView.importing(X_fresh, "X_fresh", columns: model.columns, on: execution)
    ModelHandle(try model.calibrated(on: X, on: execution)).give(to: target)
  }
}

/// Makes a copy of the model whose p-values, thresholds and labels rest on held-out scores of its own
/// training rows: no fresh rows are needed, and the fit is repeated `folds` times.
///
/// The rows are dealt into folds at random. The whole pipeline, detector included, is fitted without each
/// fold in turn and scores the rows of that fold; the scores are brought to the scale of `model` by
/// their places among the training scores of both. The share of fresh normal rows with
/// p-value <= level is then `level` within sampling error (measured, not proved: see das_model_calibrate
/// for a bound that always holds). The same seed gives the same bits for any number of threads.
/// - Parameters:
///   - options: those that made `model`. Its detector and booster must not be fitted already, for what
///     is fitted has seen the rows to be held out: settings, or a wrapped one with `fit`.
///   - X: the rows that `model` was fitted on.
///   - folds: 2 ... X->rows; 5 is usual.
///   - calibrated: receives the new model; free both with das_model_free.
@c(das_model_calibrate_cv)
public func das_model_calibrate_cv(
  _ context: das_context_ref?, _ model: das_model_const_ref?,
  _ options: UnsafePointer<das_enhance_options>?,
  _ X: UnsafePointer<das_matrix>?, _ folds: Int32, _ seed: UInt64,
  _ calibrated: UnsafeMutablePointer<das_model_ref?>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(calibrated, "calibrated")
    let model = ModelHandle.from(try required(model, "model")).model
    let configuration = try PipelineConfiguration(importing: options)
    let X = try MatrixView.importing(X, "X", columns: model.columns, on: execution)
    let made = try Pipeline.crossCalibrate(
      model, by: configuration, to: X, folds: Int(folds), seed: seed, on: execution)
    ModelHandle(made).give(to: target)
  }
}

/// The score above which a row is flagged, for a share `level` of normal rows to be flagged.
///
/// After das_model_calibrate or das_model_calibrate_cv a score exceeds it exactly where its p-value is
/// at most `level`; it is +infinity where there are too few calibration scores for that. Without, it is
/// the 1 - level quantile of the training scores, PyOD's threshold_ at contamination = level. That is
/// optimistic for the detector's part: a detector knows its own rows, and scores fresh ones higher (up to
/// .4 of them were flagged at a nominal .1 on small sets). The booster's out-of-bag part errs to the
/// other side. Calibrate where the level matters. A threshold that is infinite, or that no training score
/// exceeds as too many share the greatest, is logged as a warning.
/// - Parameter level: in (0, 1); or DAS_OWN_LEVEL for the model's own decision: the threshold of its
///   das_details, else the level of its contamination, .1 where nobody has said another.
@c(das_model_threshold)
public func das_model_threshold(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ level: Double,
  _ threshold: UnsafeMutablePointer<Double>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(threshold, "threshold")
    let model = ModelHandle.from(try required(model, "model")).model
    target.pointee = try model.threshold(at: level, on: execution)
  }
}

/// The p-value of each row: (1 + number of calibration scores at or above its score) / (n + 1).
///
/// Valid after das_model_calibrate or das_model_calibrate_cv; without either they are ranks among the
/// training scores, which no level can be read from.
/// - Parameters:
///   - p_values: receives X->rows values in (0, 1].
///   - capacity: the room in `p_values`, in elements.
@c(das_model_pvalues)
public func das_model_pvalues(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ p_values: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let model = ModelHandle.from(try required(model, "model")).model
    let X = try MatrixView.importing(X, "X", columns: model.columns, on: execution)
    let target = try requiredRoom(p_values, "p_values", capacity: capacity, needed: X.rows)
    try model.score(X, into: target, on: execution)
    for row in 0..<X.rows { target[row] = model.calibration.pValue(of: target[row]) }
  }
}

/// Labels rows: 1 where the score exceeds das_model_threshold at `level`, else 0.
/// - Parameters:
///   - level: in (0, 1), or DAS_OWN_LEVEL.
///   - labels: receives X->rows labels.
///   - capacity: the room in `labels`, in elements.
@c(das_model_predict)
public func das_model_predict(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ level: Double, _ labels: UnsafeMutablePointer<Int32>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let model = ModelHandle.from(try required(model, "model")).model
    let threshold = try model.threshold(at: level, on: execution)
    let X = try MatrixView.importing(X, "X", columns: model.columns, on: execution)
    let target = try requiredRoom(labels, "labels", capacity: capacity, needed: X.rows)
    let scores = try execution.scratch(X.rows)
    try model.score(X, into: scores.base, on: execution)
    for row in 0..<X.rows { target[row] = scores.base[row] > threshold ? 1 : 0 }
  }
}

/// Selects anomalies among the rows: 1 for a row of which the share of false ones is bounded, else 0.
///
/// The rule of Benjamini and Hochberg (1995) on the p-values of all rows of X: on average, at most
/// `level` of the rows selected are normal. It holds for p-values from fresh rows (das_model_calibrate),
/// which depend on each other in the way that the rule allows (Bates et al. 2023), and about so after
/// das_model_calibrate_cv. Without either, a warning is logged. das_model_predict flags a share of the
/// normal rows instead, however many anomalies there are.
/// - Parameters:
///   - X: the rows to select from; a row's label depends on all of them.
///   - level: in (0, 1). With n calibration scores no p-value is below 1 / (n + 1), so either a share of
///     at least 1 / (level (n + 1)) of the rows is selected, or none.
///   - labels: receives X->rows labels.
///   - capacity: the room in `labels`, in elements.
@c(das_model_select)
public func das_model_select(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ level: Double, _ labels: UnsafeMutablePointer<Int32>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let model = ModelHandle.from(try required(model, "model")).model
    let level = try checked(level: level)
    let X = try MatrixView.importing(X, "X", columns: model.columns, on: execution)
    let target = try requiredRoom(labels, "labels", capacity: capacity, needed: X.rows)
    let scores = try model.scores(X, on: execution)
    let bound = try model.calibration.selection(of: scores, level: level, on: execution)
    for row in 0..<X.rows {
      target[row] = model.calibration.pValue(of: scores[row]) <= bound ? 1 : 0
    }
  }
}

extension Model {
  /// The threshold at a level, or the model's own.
  fileprivate func threshold(at level: Double, on execution: Execution) throws -> Double {
    let isOwn = level == Double(DAS_OWN_LEVEL)
    if isOwn, let threshold = details.threshold { return threshold }
    return calibration.checkedThreshold(
      level: isOwn ? ownLevel : try checked(level: level), on: execution)
  }
}

private func checked(level: Double) throws -> Double {
  guard level > 0, level < 1 else {
    throw DASError(.outOfRange, "level is \(level); it takes a real between 0 and 1, both excluded")
  }
  return level
}
