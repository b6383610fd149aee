/// A fitted detector f, or a fitted booster f~: immutable, and scored from any number of threads.
///
/// For running the four stages one by one; `Pipeline.fit` runs them in one call.
public struct Scorer: Sendable {
  enum Part {
    case detector(any FittedDetector)
    case booster(any FittedBooster)
  }

  let part: Part
  /// Rows of the table it was fitted on.
  let rows: Int

  private var scorer: any RowScorer {
    switch part {
    case .detector(let detector): detector
    case .booster(let booster): booster
    }
  }

  /// The name of the detector or the booster: "iforest", "extra_trees" ...
  public var name: String {
    switch part {
    case .detector(let detector): detector.name
    case .booster(let booster): booster.name
    }
  }

  /// The columns of the rows it takes.
  public var columns: Int { scorer.columns }

  /// What they hold; nil for numeric columns without missing cells.
  public var schema: Schema? { scorer.schema }

  /// Scores rows: higher = more anomalous. A booster's score is the probability of being a hard
  /// anomaly.
  ///
  /// - Throws: `DASError` where `X` has other columns than the training rows.
  public func scores(of X: MatrixView, on execution: Execution = Execution()) throws -> [Double] {
    let X = try X.read(as: TableForm(of: scorer))
    return try execution.exclusively { try scorer.scores(X, on: execution).array }
  }

  /// The detector, or an error that says what it is.
  func detector() throws -> any FittedDetector {
    guard case .detector(let detector) = part else {
      throw DASError(.invalidArgument, "'\(name)' is a booster; a detector is wanted")
    }
    return detector
  }

  /// The booster, or an error that says what it is.
  func booster() throws -> any FittedBooster {
    guard case .booster(let booster) = part else {
      throw DASError(.invalidArgument, "'\(name)' is a detector; a booster is wanted")
    }
    return booster
  }
}
