/// The local outlier factor (Breunig, Kriegel, Ng and Sander, "LOF: identifying density-based local
/// outliers", SIGMOD 2000): how much sparser a row's neighbourhood is than those of its neighbours.
///
/// With N(x) the k nearest training rows of x, and k-distance(o) the distance of a training row to
/// its own k-th neighbour:
///
///     reach(x, o) = max(k-distance(o), d(x, o))                             Definition 5
///     lrd(x)      = 1 / (mean over o in N(x) of reach(x, o) + 1e-10)        Definition 6
///     score(x)    = mean over o in N(x) of lrd(o) / lrd(x)                  Definition 7
///
/// About 1 inside a cluster, larger outside. 1e-10 is scikit-learn's: without it the density of
/// rows that occur more than k times is infinite. Scores are scikit-learn's with the opposite sign:
/// a training row is not its own neighbour, and of rows at the same distance N(x) holds the first.
/// If there are at most k rows, k is their number less one; a single row scores 1.
///
/// - Complexity: as `KNN`, and log2 n bits a row and neighbour while fitting. Memory: the rows in
///   their own type and 28 bytes each.
package struct LOF: Detector {
  package static let name = "lof"
  package static let settings =
    [
      Setting(
        "n_neighbors", integers: 1...10_000, default: .integer(20),
        help: "neighbours that define a row's density")
    ] + NeighborMetric.settings

  let neighbors: Int
  let metric: NeighborMetric

  package init(_ settings: Settings) throws {
    neighbors = settings.integer("n_neighbors")
    metric = try NeighborMetric(settings)
  }

  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    let (rows, space) = try metric.space(X, for: Self.name, on: execution)
    let (densities, scores) = try LocalDensities.fit(
      rows, space.search, neighbors: neighbors, on: execution)
    let check = NeighborCheck(
      detector: Self.name, neighbors: neighbors, rows: X.rows, execution: execution)
    check.warnOfFewRows()
    try check.warn(of: densities, scores: scores)
    return FittedLOF(
      space: space, neighbors: max(1, min(neighbors, X.rows - 1)), densities: densities,
      ownScores: scores)
  }
}
