/// The distance to the k nearest training rows (Ramaswamy, Rastogi and Shim, "Efficient algorithms
/// for mining outliers from large data sets", SIGMOD 2000; the mean is Angiulli and Pizzuti's,
/// "Fast outlier detection in high dimensional spaces", PKDD 2002):
///
///     method "largest":  d(x, k-th neighbour)
///     method "mean":     the mean of the k distances
///     method "median":   their median
///
/// Names and values are PyOD's. A training row is not its own neighbour, but its copies are: rows
/// that occur more than k times score 0. If there are fewer than k rows, all of them are the
/// neighbours; a training row without any scores 0.
///
/// - Complexity: fit and score O(n columns) a row at most, for n training rows, and far less if
///   `NearestNeighbors` can skip most of them. Memory: the rows in their own type and 12 bytes
///   each.
package struct KNN: Detector {
  package static let name = "knn"
  package static let settings =
    [
      Setting(
        "n_neighbors", integers: 1...10_000, default: .integer(5),
        help: "neighbours that define the score"),
      Setting(
        "method", texts: Method.allCases.map(\.rawValue), default: .text("largest"),
        help: "the score: the largest, the mean or the median of the distances to the neighbours"),
    ] + NeighborMetric.settings

  package enum Method: String, CaseIterable, Sendable {
    case largest
    case mean
    case median

    /// The statistic of ascending distances; 0 if there are none.
    func callAsFunction(_ distances: UnsafePointer<Double>, count: Int) -> Double {
      guard count > 0 else { return 0 }
      switch self {
      case .largest: return distances[count - 1]
      case .mean: return (0..<count).reduce(0.0) { $0 + distances[$1] } / Double(count)
      case .median: return (distances[(count - 1) / 2] + distances[count / 2]) / 2
      }
    }
  }

  let neighbors: Int
  let method: Method
  let metric: NeighborMetric

  package init(_ settings: Settings) throws {
    neighbors = settings.integer("n_neighbors")
    method = Method(rawValue: settings.text("method")) ?? .largest
    metric = try NeighborMetric(settings)
  }

  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    let space = try metric.space(X, for: Self.name, on: execution).space
    let scores = try Buffer<Double>(uninitialized: X.rows)
    try space.search.forEachOwnRow(neighbors: neighbors, on: execution) { row, nearest in
      scores.base[row] = method(nearest.distances, count: nearest.count)
    }
    let check = NeighborCheck(
      detector: Self.name, neighbors: neighbors, rows: X.rows, execution: execution)
    check.warnOfFewRows()
    check.warnOfCopies(scores)
    return FittedKNN(space: space, neighbors: neighbors, method: method, ownScores: scores)
  }
}
