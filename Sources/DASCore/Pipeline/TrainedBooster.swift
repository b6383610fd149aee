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
      let fractions = configuration.trimmedFractions(of: X, booster)
    else {
      return try stages.train(on: RowSubset(all: X), span: 0.25...0.9, execution)
    }
    let trimming = try execution.run("program", spanning: 0.25...0.27) {
      try Trimming(
        of: X, detectorScores: detector.trainingScores, seed: seed, on: execution)
    }
    return try stages.train(on: X, trimming, fractions, execution)
  }
}

extension PipelineConfiguration {
  /// The fractions of the rows to trim, one for each booster, falling; nil where one booster is to
  /// be fitted to the rows as they are: they are clean, too few, or the booster is the host's.
  func trimmedFractions(of X: MatrixView, _ booster: any Booster) -> [Double]? {
    guard X.rows >= Trimming.minRows, booster.votesOutOfBag else { return nil }
    switch contamination {
    case .clean: return nil
    case .unknown: return [0.3, 0.1, 0.05, 0]
    // Anomalies are not the rows that rank highest one by one, so more rows go than there are.
    case .fraction(let fraction):
      return [min(max(0.1, 6 * fraction), 0.5), min(max(0.05, 2 * fraction), 0.5)]
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

  /// The mean of boosters that are each fitted to the rows without one of the fractions.
  func train(
    on X: MatrixView, _ trimming: Trimming, _ fractions: [Double], _ execution: Execution
  ) throws -> TrainedBooster {
    let step = 0.63 / Double(fractions.count)
    var parts: [ScoredBooster] = []
    var anomalies: HardAnomalies?
    var suspects: Buffer<Int32>?
    for (index, fraction) in fractions.enumerated() {
      let start = 0.27 + step * Double(index)
      let rows = try trimming.rows(without: fraction)
      let part = try train(
        on: rows, size: fractions.count, span: start...start + 0.9 * step, execution)
      try execution.run("booster", spanning: start + 0.9 * step...start + step) {
        parts.append(try ScoredBooster(part.booster, fittedTo: rows, of: X, on: execution))
      }
      anomalies = part.anomalies
      if index == 1 { suspects = try trimming.suspects(leftOutBy: fraction, by: parts[index]) }
    }
    return TrainedBooster(
      booster: try AveragedBooster(parts), anomalies: anomalies!,
      trusted: try trimming.rows(without: fractions[0]), suspects: suspects)
  }
}

extension Trimming {
  /// The score from which a row that was left out is a suspect.
  static let suspectScore = 0.95

  /// The rows left out that the booster of the others takes for hard anomalies.
  func suspects(leftOutBy fraction: Double, by booster: ScoredBooster) throws -> Buffer<Int32> {
    let candidates = try leftOut(by: fraction)
    return try withExtendedLifetime(candidates) {
      try Buffer(candidates.elements.filter { booster.inSample[Int($0)] >= Self.suspectScore })
    }
  }
}
