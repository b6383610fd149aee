extension Detector {
  /// Fits, and warns if the table or the settings leave little to tell rows apart by.
  ///
  /// - Complexity: in addition to the fit, at most 130 rows are scored, and one pass is made over
  ///   `X` if the detector squares differences.
  package func fitChecked(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    try checkTakes(X)
    try checkTable(X, on: execution)
    let fitted = try fit(any: X, seed: seed, on: execution)
    let probes = try ProbeRows(X)
    let scores = try fitted.scores(probes.rows.view, on: execution)
    if let fault = try fault(of: X, scores: scores, of: probes) { execution.log(.warning, fault) }
    return fitted
  }

  /// The problem with the scores of the probes, as a message.
  private func fault(
    of X: MatrixView, scores: Buffer<Double>, of probes: ProbeRows
  ) throws -> String? {
    if X.rows > 1, X.rowsAreEqual { return DetectorCheck.equalRows(X) }
    if scores.areAlike {
      return DetectorCheck.blind(Self.name, score: scores[0], because: whyBlind(X))
    }
    // Few rows have been reported already.
    guard X.rows >= TableCheck.fewRows else { return nil }
    let inside = try Buffer(scores.base, count: scores.count - ProbeRows.farCount)
    if inside.areAlike { return DetectorCheck.alike(Self.name, score: inside[0]) }
    let maximum = (inside.count..<scores.count).map { scores[$0] }.max() ?? .infinity
    let own = try Sorting.sortedFinite(Buffer(scores.base, count: probes.own))
    let threshold = Sorting.quantile(0.9, of: own.base, count: own.count)
    return maximum <= threshold
      ? DetectorCheck.deaf(Self.name, maximum: maximum, threshold: threshold) : nil
  }

  private func checkTable(_ X: MatrixView, on execution: Execution) throws {
    guard X.schema == nil else { return TableCheck(X: X, execution: execution).warnOfFewRows() }
    switch self {
    case is IsolationForest, is ECOD: TableCheck(X: X, execution: execution).warnOfFewRows()
    case is KNN, is LOF, is Consensus: try TableCheck.warn(of: X, distances: true, on: execution)
    default: try TableCheck.warn(of: X, distances: false, on: execution)
    }
  }

  /// The setting that makes every score the same, as a message; nil if none is known.
  func whyBlind(_ X: MatrixView) -> String? {
    (self as? IsolationForest)?.whyBlind(X)
  }
}

/// Messages about detectors that have learnt nothing, shared by all places that detect it.
enum DetectorCheck {
  static func equalRows(_ X: MatrixView) -> String {
    "all \(X.rows) rows of X are equal: nothing can be learnt of how normal rows vary"
  }

  static func alike(_ name: String, score: Double) -> String {
    "\(name) tells no row of X from another: they and rows between them score \(score) alike"
  }

  static func deaf(_ name: String, maximum: Double, threshold: Double) -> String {
    "\(name) scores rows far outside of X \(maximum) at most, and a tenth of the rows of X "
      + "\(threshold) and more: what is far is no anomaly to it; check its settings and the units "
      + "of X"
  }

  static func blind(_ name: String, score: Double, because cause: String?) -> String {
    "\(name) tells no row from another: rows of X and rows far from them score \(score) alike"
      + (cause.map { "; \($0)" } ?? "")
  }
}
