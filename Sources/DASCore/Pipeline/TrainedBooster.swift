/// The booster of a fit, and what the fit learnt of its training rows on the way.
struct TrainedBooster {
  let booster: any FittedBooster
  var anomalies: HardAnomalies
  /// The rows whose scores set the booster's scale; nil: all of them.
  var trusted: RowSubset?
  /// The indices of rows that look like anomalies to the others, ascending; nil: nobody looked.
  var suspects: Buffer<Int32>?

  /// Held-out scores of the training rows; nil where there are none.
  mutating func heldOut(
    _ configuration: PipelineConfiguration, X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Buffer<Double>? {
    if booster is AveragedBooster { return booster.outOfBagScores }
    return try Pipeline.heldOutScores(
      of: booster, configuration: configuration, X: X, anomalies: &anomalies, seed: seed,
      on: execution)
  }
}

extension Pipeline {
  /// Stages 2 and 3: synthesizes hard anomalies and fits the booster to them.
  ///
  /// Where rows may contain anomalies, it is fitted to trimmed rows too.
  static func trainBooster(
    _ configuration: PipelineConfiguration, _ program: any SynthesisProgram,
    against detector: ScoredDetector, on X: MatrixView, seed: UInt64, execution: Execution
  ) throws -> TrainedBooster {
    let stages = BoosterStages(
      configuration: configuration, program: program, detector: detector, seed: seed)
    guard case .unfitted(let booster) = configuration.booster,
      let fraction = configuration.trimmedFraction(of: X, booster)
    else {
      return try stages.train(on: RowSubset(all: X), span: 0.25...0.9, execution)
    }
    let trimming = try execution.run("program", spanning: 0.25...0.27) {
      try Trimming(
        of: X, fraction: fraction, detectorScores: detector.trainingScores, seed: seed,
        on: execution)
    }
    return try stages.train(on: X, trimming, execution)
  }
}

extension PipelineConfiguration {
  /// The fraction of the rows to trim; nil where all rows are to be fitted as they are: they are
  /// clean, too few, or the booster is the host's, which is fitted once.
  func trimmedFraction(of X: MatrixView, _ booster: any Booster) -> Double? {
    guard X.rows >= Trimming.minRows, booster.votesOutOfBag else { return nil }
    switch contamination {
    case .clean: return nil
    case .unknown: return Trimming.usual
    // Anomalies are not the rows that rank highest one by one, so more rows go than there are.
    case .fraction(let fraction): return min(max(Trimming.usual, 2 * fraction), 0.5)
    }
  }
}

/// Stages 2 and 3 for a subset of the training rows.
private struct BoosterStages {
  let configuration: PipelineConfiguration
  let program: any SynthesisProgram
  let detector: ScoredDetector
  let seed: UInt64

  func train(
    on rows: RowSubset, size: Int = 1, span: ClosedRange<Double>, _ execution: Execution
  ) throws -> TrainedBooster {
    let middle = span.lowerBound + (span.upperBound - span.lowerBound) * 0.3
    var anomalies = try execution.run("program", spanning: span.lowerBound...middle) {
      try synthesize(from: rows, parts: size, execution)
    }
    let booster = try execution.run("booster", spanning: middle...span.upperBound) {
      switch configuration.booster {
      case .fitted(let booster): return booster
      case .unfitted(let booster):
        return try booster.divided(by: size).fit(
          any: rows.table, anomalies: anomalies.takeRows(for: booster), seed: seed,
          on: execution)
      }
    }
    return TrainedBooster(booster: booster, anomalies: anomalies)
  }

  private func synthesize(
    from rows: RowSubset, parts: Int, _ execution: Execution
  ) throws -> HardAnomalies {
    let X = rows.table
    let scored = ScoredDetector(
      detector: detector.detector, trainingScores: try rows.values(of: detector.trainingScores))
    let made = try program.synthesize(
      configuration.synthesis.count(for: X.rows, parts: parts), fromAny: X, against: scored,
      seed: seed, on: execution)
    return try HardAnomalies(
      program.redrawsCopies
        ? made : Pipeline.withoutCopies(made, of: X, by: program.name, on: execution))
  }

  /// The booster of rows that may contain anomalies: fitted to the trimmed rows alone where their
  /// fraction is known; otherwise the mean of one that is and one that is fitted to all rows.
  func train(
    on X: MatrixView, _ trimming: Trimming, _ execution: Execution
  ) throws -> TrainedBooster {
    let count = configuration.contamination == .unknown ? 2 : 1
    let span = 0.63 / Double(count)
    var parts: [ScoredBooster] = []
    func part(on rows: RowSubset) throws -> HardAnomalies {
      let start = 0.27 + span * Double(parts.count)
      let end = start + 0.9 * span
      let part = try train(on: rows, size: count, span: start...end, execution)
      try execution.run("booster", spanning: end...start + span) {
        parts.append(
          try ScoredBooster(part.booster, fittedTo: rows, of: X, on: execution))
      }
      return part.anomalies
    }
    var anomalies = try part(on: trimming.kept)
    let suspects = try trimming.suspects(by: parts[0])
    if count > 1 { anomalies = try part(on: RowSubset(all: X)) }
    return TrainedBooster(
      booster: try AveragedBooster(parts), anomalies: anomalies, trusted: trimming.kept,
      suspects: suspects)
  }
}

extension Trimming {
  /// The score from which a row that was left out is a suspect.
  static let suspectScore = 0.95

  /// The rows left out that the booster of the others takes for hard anomalies.
  func suspects(by booster: ScoredBooster) throws -> Buffer<Int32> {
    try Buffer(leftOut.elements.filter { booster.inSample[Int($0)] >= Self.suspectScore })
  }
}
