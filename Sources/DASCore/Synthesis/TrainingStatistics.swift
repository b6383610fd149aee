/// Statistics of the training rows that a program needs, computed once per call.
struct TrainingStatistics: Sendable {
  let X: MatrixView
  let statistics: ColumnStatistics
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
    self.statistics = try ColumnStatistics(X, on: execution)
    self.varying = try Self.varyingFeatures(statistics)
    self.discrete = snaps ? try DiscreteFeatures(X, on: execution) : nil
    self.scores = requirements.scores ? try detector.trainingScores(X, on: execution) : nil
    guard requirements.neighbors > 0 || requirements.axes else {
      (self.neighborStatistics, self.axes) = (nil, nil)
      return
    }
    let sample = try ReferenceSample(X, statistics, seed: seed)
    self.neighborStatistics =
      requirements.neighbors > 0
      ? try NeighborStatistics(sample, statistics, neighbors: requirements.neighbors, on: execution)
      : nil
    self.axes =
      requirements.axes ? try PrincipalComponents(sample, varying: varying, seed: seed) : nil
  }

  private static func varyingFeatures(_ statistics: ColumnStatistics) throws -> Buffer<Int32> {
    let varying = statistics.varyingColumns
    let features = try Buffer<Int32>(uninitialized: varying.count)
    for (index, column) in varying.enumerated() { features[index] = Int32(column) }
    return features
  }

  /// The mean of the features' standard deviations.
  var meanDeviation: Double {
    statistics.standardDeviation.elements.reduce(0, +) / Double(statistics.mean.count)
  }

  /// The distance of a packed row to the column means.
  func centerDistance(_ row: Int, _ space: DistanceSpace) -> Double {
    var sum = 0.0
    for column in 0..<X.columns {
      var difference = X[row, column] - statistics.mean[column]
      if space == .standardized { difference /= statistics.scale(column) }
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}
