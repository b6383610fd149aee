public import CDAS
internal import DASCore

/// Copies a model with p-values, thresholds and labels that are based on fresh normal rows.
///
/// For further normal rows, P(p-value <= level) <= level then holds, whatever the detector. Without
/// calibration they are based on training scores, as in PyOD, and have no such level: see
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
    let handle = try ModelHandle.checked(model)
    let (model, X) = (handle.model, try handle.importing(X_fresh, "X_fresh", on: execution))
    ModelHandle(try model.calibrated(on: X, on: execution)).give(to: target)
  }
}

/// Copies a model with p-values, thresholds and labels that are based on cross-fitted scores of its
/// training rows: no fresh rows are needed, and the fit is repeated `folds` times.
///
/// The rows are divided into folds at random. For each fold, the whole pipeline including the
/// detector is fitted on the other folds and scores the fold; quantiles of the training scores of
/// both models map the scores to the scale of `model`. About a fraction `level` of fresh normal
/// rows then has p-value <= level (measured, not proved; the bound of das_model_calibrate always
/// holds). The same seed gives the same bits for any number of threads.
/// - Parameters:
///   - options: those that made `model`. Detector and booster must be unfitted (settings, or
///     wrapped with `fit`), because fitted ones have seen the rows to hold out.
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
    let handle = try ModelHandle.checked(model)
    let configuration = try PipelineConfiguration(importing: options)
    let (model, X) = (handle.model, try handle.importing(X, for: .fit, on: execution))
    let made = try Pipeline.crossCalibrate(
      model, by: configuration, to: X, folds: Int(folds), seed: seed, on: execution)
    ModelHandle(made).give(to: target)
  }
}

/// Gets the score above which a row is flagged, so that a fraction `level` of normal rows is.
///
/// After das_model_calibrate or das_model_calibrate_cv, a score exceeds the threshold exactly where
/// its p-value is at most `level`; it is +infinity where there are too few calibration scores.
/// Without calibration it is the 1 - level quantile of the training scores, PyOD's threshold_ at
/// contamination = level. That is optimistic, because detectors score fresh rows higher than
/// training rows (on small tables up to .4 were flagged at a nominal .1), and the booster's
/// out-of-bag scores are pessimistic. Calibrate where the level matters. An infinite threshold logs
/// a warning, and so does one that no training score exceeds because many are equal to the
/// greatest.
/// - Parameter level: in (0, 1); or DAS_OWN_LEVEL for the threshold of the model's das_details,
///   else the level of its contamination, which is .1 unless set.
@c(das_model_threshold)
public func das_model_threshold(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ level: Double,
  _ threshold: UnsafeMutablePointer<Double>?
) -> das_status {
  guarded(context) { execution in
    let target = try required(threshold, "threshold")
    let model = try ModelHandle.checked(model).model
    target.pointee = try model.threshold(at: level, on: execution)
  }
}

/// Writes the p-value of each row: (1 + number of calibration scores at or above its score) / (n +
/// 1).
///
/// They are valid after das_model_calibrate or das_model_calibrate_cv; before, they are ranks among
/// the training scores.
/// - Parameters:
///   - p_values: receives X->rows values in (0, 1].
///   - capacity: the size of `p_values`, in elements.
@c(das_model_pvalues)
public func das_model_pvalues(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ p_values: UnsafeMutablePointer<Double>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try ModelHandle.checked(model)
    let (model, X) = (handle.model, try handle.importing(X, on: execution))
    let target = try requiredRoom(p_values, "p_values", capacity: capacity, needed: X.rows)
    try model.score(X, into: target, on: execution)
    for row in 0..<X.rows { target[row] = model.calibration.pValue(of: target[row]) }
  }
}

/// Labels rows: 1 where the score exceeds das_model_threshold at `level`, else 0.
/// - Parameters:
///   - level: in (0, 1), or DAS_OWN_LEVEL.
///   - labels: receives X->rows labels.
///   - capacity: the size of `labels`, in elements.
@c(das_model_predict)
public func das_model_predict(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ level: Double, _ labels: UnsafeMutablePointer<Int32>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try ModelHandle.checked(model)
    let model = handle.model
    let threshold = try model.threshold(at: level, on: execution)
    let X = try handle.importing(X, on: execution)
    let target = try requiredRoom(labels, "labels", capacity: capacity, needed: X.rows)
    let scores = try execution.scratch(X.rows)
    try model.score(X, into: scores.base, on: execution)
    for row in 0..<X.rows { target[row] = scores.base[row] > threshold ? 1 : 0 }
  }
}

/// Selects anomalies with a bounded false discovery rate: 1 for a selected row, else 0.
///
/// On average, at most a fraction `level` of the selected rows is normal, by the procedure of
/// Benjamini and Hochberg (1995) on the p-values of all rows of X. The bound holds after
/// das_model_calibrate, whose p-values are dependent in a way that the procedure allows (Bates et
/// al. 2023), and approximately after das_model_calibrate_cv; otherwise a warning is logged.
/// das_model_predict instead flags a fraction of the normal rows, however many anomalies there are.
/// - Parameters:
///   - X: the rows to select from; a row's label depends on all of them.
///   - level: in (0, 1). With n calibration scores no p-value is below 1 / (n + 1), so either no
///     row or a fraction of at least 1 / (level (n + 1)) of the rows is selected.
///   - labels: receives X->rows labels.
///   - capacity: the size of `labels`, in elements.
@c(das_model_select)
public func das_model_select(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ level: Double, _ labels: UnsafeMutablePointer<Int32>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let handle = try ModelHandle.checked(model)
    let (model, level) = (handle.model, try checked(level: level))
    let X = try handle.importing(X, on: execution)
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
