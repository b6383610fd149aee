/// Statistics of the training rows that a program needs, computed once per call.
struct TrainingStatistics: Sendable {
  let X: MatrixView
  let statistics: ColumnStatistics
  /// Of a mixed table; nil for numbers.
  let mixed: MixedTraining?
  /// The features that are not constant, ascending.
  let varying: Buffer<Int32>
  let discrete: DiscreteFeatures?
  let neighborStatistics: NeighborStatistics?
  let axes: PrincipalComponents?
  /// The detector's scores of the training rows, in their order.
  let scores: Buffer<Double>?

  init(
    _ X: MatrixView, _ detector: any RowScorer, requirements: Requirements, snaps: Bool,
    seed: UInt64,
    on execution: Execution
  ) throws {
    self.X = X
    let mixed = try X.schema.map { try MixedTraining(X, $0, on: execution) }
    self.mixed = mixed
    let statistics =
      try X.schema.map { try ColumnStatistics(presentIn: X, $0, on: execution) }
      ?? ColumnStatistics(X, on: execution)
    self.statistics = statistics
    self.varying = try Self.features(
      (0..<X.columns).filter {
        statistics.minimum[$0] < statistics.maximum[$0] || mixed?.columns[$0].varies == true
      })
    self.discrete = snaps ? try DiscreteFeatures(X, on: execution) : nil
    self.scores = requirements.scores ? try detector.trainingScores(X, on: execution) : nil
    guard requirements.neighbors > 0 || requirements.axes else {
      (self.neighborStatistics, self.axes) = (nil, nil)
      return
    }
    let measured = mixed?.statistics ?? statistics
    let sample = try ReferenceSample(mixed?.encoded ?? X, measured, seed: seed)
    self.neighborStatistics =
      requirements.neighbors > 0
      ? try NeighborStatistics(
        sample, measured, encoding: mixed?.encoding, neighbors: requirements.neighbors,
        on: execution)
      : nil
    self.axes =
      requirements.axes
      ? try PrincipalComponents(
        sample, varying: Self.features(statistics.varyingColumns), encoding: mixed?.encoding,
        seed: seed) : nil
  }

  private static func features(_ varying: [Int]) throws -> Buffer<Int32> {
    let features = try Buffer<Int32>(uninitialized: varying.count)
    for (index, column) in varying.enumerated() { features[index] = Int32(column) }
    return features
  }

  /// The rows that distances are measured between.
  var measured: MatrixView { mixed?.encoded ?? X }

  /// The mean of the features' standard deviations.
  var meanDeviation: Double {
    statistics.standardDeviation.elements.reduce(0, +) / Double(statistics.mean.count)
  }

  /// The distance of a packed row to the column means.
  func centerDistance(_ row: Int, _ space: DistanceSpace) -> Double {
    let (X, statistics) = (measured, mixed?.statistics ?? self.statistics)
    var sum = 0.0
    for column in 0..<X.columns {
      var difference = X[row, column] - statistics.mean[column]
      if space == .standardized { difference /= statistics.scale(column) }
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}
