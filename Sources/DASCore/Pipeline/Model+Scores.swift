// The public interface of a model: it returns arrays, and refuses tables with other columns.

extension Model {
  /// F and what it is made of, for each row.
  public struct Parts: Sendable {
    /// f, the detector's score.
    public let detector: [Double]
    /// f~, the booster's score: the probability of being a hard anomaly.
    public let booster: [Double]
    /// F, the model's score.
    public let fused: [Double]
  }

  /// Scores rows by F: higher = more anomalous. A score depends on its row alone.
  ///
  /// Any number of threads may score one model, each with an execution of its own.
  /// - Throws: `DASError` where `X` has other columns than the training rows.
  public func scores(of X: MatrixView, on execution: Execution = Execution()) throws -> [Double] {
    let X = try X.read(as: TableForm(of: self))
    return try execution.exclusively { try scores(X, on: execution).array }
  }

  /// F of rows with f and f~, unscaled.
  public func parts(of X: MatrixView, on execution: Execution = Execution()) throws -> Parts {
    let X = try X.read(as: TableForm(of: self))
    return try execution.exclusively {
      let (f, boosted, fused) = (
        try Buffer<Double>(uninitialized: X.rows), try Buffer<Double>(uninitialized: X.rows),
        try Buffer<Double>(uninitialized: X.rows)
      )
      try score(
        X, detector: f.base, booster: boosted.base, fused: fused.base, on: execution)
      return Parts(detector: f.array, booster: boosted.array, fused: fused.array)
    }
  }

  /// The p-value of each row, (1 + number of calibration scores at or above its score) / (n + 1).
  ///
  /// Without `calibrated(on:)` or `Pipeline.crossCalibrate` they are ranks among the training
  /// scores, which no level can be read from.
  public func pValues(of X: MatrixView, on execution: Execution = Execution()) throws -> [Double] {
    try scores(of: X, on: execution).map(calibration.pValue(of:))
  }

  /// F of the training rows, in their order; the booster's part is held out where it could be.
  public var scoresOfTrainingRows: [Double] { trainingScores.array }
}

// MARK: - Labels

extension Model {
  /// The score above which a row is flagged, for a share `level` of the normal rows to be flagged.
  ///
  /// - Throws: `DASError` where `level` is not between 0 and 1.
  public func threshold(level: Double) throws -> Double {
    calibration.threshold(level: try Self.checked(level))
  }

  /// Whether each row's score exceeds `threshold(level:)`.
  public func labels(
    of X: MatrixView, level: Double = 0.1, on execution: Execution = Execution()
  ) throws -> [Bool] {
    let threshold = calibration.checkedThreshold(level: try Self.checked(level), on: execution)
    return try scores(of: X, on: execution).map { $0 > threshold }
  }

  /// Selects anomalies: on average at most a share `level` of the rows selected are normal
  /// (Benjamini and Hochberg), where the model is calibrated. A row's label depends on all of `X`.
  public func selection(
    from X: MatrixView, level: Double = 0.1, on execution: Execution = Execution()
  ) throws -> [Bool] {
    let scores = try Buffer(scores(of: X, on: execution))
    let bound = try calibration.selection(
      of: scores, level: Self.checked(level), on: execution)
    return scores.array.map { calibration.pValue(of: $0) <= bound }
  }

  private static func checked(_ level: Double) throws -> Double {
    guard level > 0, level < 1 else {
      throw DASError(
        .outOfRange, "level is \(level); it takes a real between 0 and 1, both excluded")
    }
    return level
  }
}
