/// Diagnostics of a fit's hard anomalies: whether they were hard, and whether they were too hard.
///
/// Together with the booster's out-of-bag AUC they tell a useful model from one that only adds
/// noise, without labels. They are NaN for models that `fuse` made.
public struct FitReport: Sendable {
  /// The number of hard anomalies; 0 where it is unknown.
  public let anomalies: Int
  /// The fraction of hard anomalies that f does not flag: their score is at most the .9 quantile of
  /// its training scores. Rows that f flags by itself are no blind spots.
  public let hardness: Double
  /// The median distance from a hard anomaly to the nearest normal row, divided by the median
  /// distance between nearest normal rows, in standardised features.
  public let distance: Double
  /// The indices of training rows that look like anomalies to the rest, ascending; nil where the
  /// rows were not checked.
  package let suspects: Buffer<Int32>?

  package static let unknown = FitReport(anomalies: 0, hardness: .nan, distance: .nan)

  init(anomalies: Int, hardness: Double, distance: Double, suspects: Buffer<Int32>? = nil) {
    self.suspects = suspects
    self.anomalies = anomalies
    self.hardness = hardness
    self.distance = distance
  }
}

extension FitReport {
  /// The level at which f flags rows.
  static let level = 0.1

  /// - Complexity: at most 512 rows are scored, and compared with at most 4096 normal rows.
  init(
    of fitted: Pipeline.Fitted, fittedTo X: MatrixView, seed: UInt64, on execution: Execution
  ) throws {
    let sample = fitted.anomalies.sample
    self.init(
      anomalies: fitted.anomalies.count,
      hardness: try Self.hardness(of: sample, fitted, execution),
      distance: try Self.distance(of: sample, to: X, seed: seed, on: execution),
      suspects: fitted.suspects)
  }

  private static func hardness(
    of anomalies: Matrix, _ fitted: Pipeline.Fitted, _ execution: Execution
  ) throws -> Double {
    let sorted = try Sorting.sortedFinite(fitted.detectorScores)
    guard sorted.count > 0 else { return .nan }
    let threshold = Sorting.quantile(1 - level, of: sorted.base, count: sorted.count)
    let scores = try fitted.model.detector.scores(anomalies.view, on: execution)
    return Double(scores.elements.count { $0 <= threshold }) / Double(scores.count)
  }

  private static func distance(
    of anomalies: Matrix, to X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> Double {
    if let schema = X.schema {
      let encoding = try Encoding(X, schema, on: execution)
      return try distance(
        of: Matrix(copying: encoding.encode(anomalies.view, on: execution)),
        to: encoding.encode(X, on: execution), seed: seed, on: execution)
    }
    let statistics = try ColumnStatistics(X, on: execution)
    let normals = try NeighborStatistics(
      ReferenceSample(X, statistics, seed: seed), statistics, neighbors: 1, on: execution)
    guard let own = normals.nearestDistances else { return .nan }
    let distances = try Sorting.sortedFinite(normals.distances(toNearest: anomalies))
    let zeros = own.upperBound(of: 0)
    // Duplicates say nothing about the density of normal rows.
    guard zeros < own.count, distances.count > 0 else { return .nan }
    let typical = Sorting.quantile(0.5, of: own.base + zeros, count: own.count - zeros)
    return Sorting.quantile(0.5, of: distances.base, count: distances.count) / typical
  }
}

// MARK: - Warnings

extension FitReport {
  /// The booster's out-of-bag AUC is too low below `noise`, unless there are fewer than `minRows`
  /// rows: hard anomalies outvote the normal row that they were made from, which lowers the AUC by
  /// .1 on average at 100 to 500 rows, and by .2 to .4 at fewer (docs/design/decisions).
  static let noise = 0.55
  static let minRows = 100
  static let tooEasy = 0.9999

  static func warn(of model: Model, on execution: Execution) {
    let auc = model.booster.outOfBagAUC
    let rounded = (auc * 1000).rounded() / 1000
    if auc < noise, model.trainingScores.count >= minRows {
      execution.log(
        .warning,
        "\(model.booster.name) can hardly tell hard anomalies from normal rows out of bag (AUC "
          + "\(rounded)): it may add noise to the detector's score")
    } else if auc >= tooEasy {
      execution.log(
        .warning,
        "\(model.booster.name) tells all hard anomalies from normal rows out of bag "
          + "(AUC \(rounded)): they are too easy to show where normal rows end")
    }
  }
}
