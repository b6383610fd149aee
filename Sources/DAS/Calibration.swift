public import CDAS
internal import DASCore

/// Makes a copy of the model whose p-values, thresholds and labels rest on fresh normal rows.
///
/// For further normal rows, P(p-value <= level) <= level then holds whatever the detector. Without
/// this they rest on training scores, which is optimistic: a model knows its own rows, and flags up to
/// .4 of fresh normal rows at a nominal .1 on small sets. Since 1.0.
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
    let X = try MatrixView.importing(X_fresh, "X_fresh", columns: model.columns)
    ModelHandle(try model.calibrated(on: X, on: execution)).give(to: target)
  }
}

/// The score above which a row is flagged, for a share `level` of normal rows to be flagged.
///
/// After das_model_calibrate a score exceeds it exactly where its p-value is at most `level`; it is
/// +infinity where too few rows were given for that. Without, it is the 1 - level quantile of the
/// training scores, PyOD's threshold_ at contamination = level, and optimistic. Since 1.0.
/// - Parameter level: in (0, 1).
@c(das_model_threshold)
public func das_model_threshold(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ level: Double,
  _ threshold: UnsafeMutablePointer<Double>?
) -> das_status {
  guarded(context) { _ in
    let target = try required(threshold, "threshold")
    let model = ModelHandle.from(try required(model, "model")).model
    target.pointee = model.calibration.threshold(level: try checked(level: level))
  }
}

/// The p-value of each row: (1 + number of calibration scores at or above its score) / (n + 1).
///
/// Valid after das_model_calibrate; against training scores, without it, optimistic. Since 1.0.
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
    let X = try MatrixView.importing(X, "X", columns: model.columns)
    let target = try requiredRoom(p_values, "p_values", capacity: capacity, needed: X.rows)
    try model.score(X, into: target, on: execution)
    for row in 0..<X.rows { target[row] = model.calibration.pValue(of: target[row]) }
  }
}

/// Labels rows: 1 where the score exceeds das_model_threshold at `level`, else 0. Since 1.0.
/// - Parameters:
///   - level: in (0, 1).
///   - labels: receives X->rows labels.
///   - capacity: the room in `labels`, in elements.
@c(das_model_predict)
public func das_model_predict(
  _ context: das_context_ref?, _ model: das_model_const_ref?, _ X: UnsafePointer<das_matrix>?,
  _ level: Double, _ labels: UnsafeMutablePointer<Int32>?, _ capacity: Int64
) -> das_status {
  guarded(context) { execution in
    let model = ModelHandle.from(try required(model, "model")).model
    let threshold = model.calibration.threshold(level: try checked(level: level))
    let X = try MatrixView.importing(X, "X", columns: model.columns)
    let target = try requiredRoom(labels, "labels", capacity: capacity, needed: X.rows)
    let scores = try model.scores(X, on: execution)
    for row in 0..<X.rows { target[row] = scores[row] > threshold ? 1 : 0 }
  }
}

private func checked(level: Double) throws -> Double {
  guard level > 0, level < 1 else {
    throw DASError(.outOfRange, "level is \(level); it takes a real between 0 and 1, both excluded")
  }
  return level
}
