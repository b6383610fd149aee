extension Detector {
  /// Fits, and warns where the table or the settings leave little or nothing to tell rows apart by.
  ///
  /// - Complexity: beside the fit, at most 130 rows are scored, and one pass is made over `X` where the
  ///   detector squares differences.
  package func fitChecked(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    try checkTable(X, on: execution)
    let fitted = try fit(X, seed: seed, on: execution)
    let probes = try ProbeRows(X)
    let scores = try fitted.scores(probes.rows.view, on: execution)
    if X.rows > 1, X.rowsAreEqual {
      execution.log(.warning, DetectorCheck.equalRows(X))
    } else if scores.areAlike {
      execution.log(
        .warning,
        DetectorCheck.blind(Self.name, score: scores[0], because: whyBlind(X)))
    }
    return fitted
  }

  private func checkTable(_ X: MatrixView, on execution: Execution) throws {
    switch self {
    case is IsolationForest, is ECOD: TableCheck(X: X, execution: execution).warnOfFewRows()
    case is KNN, is LOF: try TableCheck.warn(of: X, distances: true, on: execution)
    default: try TableCheck.warn(of: X, distances: false, on: execution)
    }
  }

  /// The setting that makes every score the same, in words; nil where none is known to.
  func whyBlind(_ X: MatrixView) -> String? {
    (self as? IsolationForest)?.whyBlind(X)
  }
}

/// What is said of detectors that know nothing, wherever it is found out.
enum DetectorCheck {
  static func equalRows(_ X: MatrixView) -> String {
    "all \(X.rows) rows of X are equal: nothing can be learnt of how normal rows vary"
  }

  static func blind(_ name: String, score: Double, because cause: String?) -> String {
    "\(name) tells no row from another: rows of X and rows far from them score \(score) alike"
      + (cause.map { "; \($0)" } ?? "")
  }
}
