/// The fused detector F: immutable, scored from any number of threads, saved as one file.
public struct Model: RowScorer {
  package let detector: any FittedDetector
  package let booster: any FittedBooster
  package let fusion: ScoreFusion
  /// F of the training rows, in their order, with held-out scores of the booster where there are
  /// any.
  package let trainingScores: Buffer<Double>
  /// f of the training rows, in their order.
  package let detectorTrainingScores: Buffer<Double>
  package private(set) var calibration: Calibration
  /// Diagnostics of the fit.
  public private(set) var report: FitReport
  /// Labels, column names and provenance.
  package var details: Details

  package var provenance: [String: String] { details.provenance }

  /// The number of columns that it takes.
  public var columns: Int { max(detector.columns, booster.columns) }

  /// What they hold; nil for numeric columns without missing cells.
  public let schema: Schema?

  package init(
    detector: any FittedDetector, booster: any FittedBooster, fusion: ScoreFusion,
    trainingScores: Buffer<Double>, detectorTrainingScores: Buffer<Double>,
    schema: Schema?, provenance: [String: String]
  ) throws {
    try self.init(
      detector: detector, booster: booster, fusion: fusion, trainingScores: trainingScores,
      detectorTrainingScores: detectorTrainingScores, calibration: nil, report: .unknown,
      schema: schema, details: Details(provenance: provenance))
  }

  init(
    detector: any FittedDetector, booster: any FittedBooster, fusion: ScoreFusion,
    trainingScores: Buffer<Double>, detectorTrainingScores: Buffer<Double>,
    calibration: Calibration?, report: FitReport, schema: Schema?, details: Details
  ) throws {
    self.detector = detector
    self.booster = booster
    self.fusion = fusion
    self.trainingScores = trainingScores
    self.detectorTrainingScores = detectorTrainingScores
    self.calibration = try calibration ?? Calibration(.training, scores: trainingScores)
    self.report = report
    self.schema = schema
    self.details = details
  }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let boosterScores = try execution.scratch(X.rows)
    try score(
      X, detector: scores, booster: boosterScores.base, fused: scores, on: execution)
  }

  /// Scores rows by f and f~, unscaled, and by F, which may overwrite either of them.
  package func score(
    _ X: MatrixView, detector detectorScores: UnsafeMutablePointer<Double>,
    booster boosterScores: UnsafeMutablePointer<Double>, fused: UnsafeMutablePointer<Double>,
    on execution: Execution
  ) throws {
    try execution.run("detector", spanning: 0...0.5) {
      try detector.score(X, into: detectorScores, on: execution)
    }
    try execution.run("booster", spanning: 0.5...1) {
      try booster.score(X, into: boosterScores, on: execution)
    }
    for row in 0..<X.rows { fused[row] = fusion.fuse(detectorScores[row], boosterScores[row]) }
  }

  /// The same model with p-values and thresholds from fresh normal rows that it was not fitted on.
  ///
  /// For further normal rows, P(p-value <= level) <= level then holds, whatever the detector.
  public func calibrated(
    on X: MatrixView, on execution: Execution = Execution()
  ) throws -> Model {
    let X = try X.read(as: TableForm(of: self))
    return try execution.exclusively {
      with(try Calibration(.heldOut, scores: scores(X, on: execution)))
    }
  }

  /// The fraction of normal rows that is flagged where no other level is given.
  package var ownLevel: Double { details.contamination ?? Details.contamination }

  /// A threshold that was set before does not apply to the new scores.
  func with(_ calibration: Calibration) -> Model {
    var model = self
    model.calibration = calibration
    try? model.details.setThreshold(nil)
    return model
  }

  func with(_ report: FitReport) -> Model {
    var model = self
    model.report = report
    return model
  }
}
