/// What is said of neighbours that tell little: too few rows, copies, distances near the bound on densities.
struct NeighborCheck {
  let detector: String
  let neighbors: Int
  let rows: Int
  let execution: Execution

  func warnOfFewRows() {
    guard neighbors >= rows else { return }
    execution.log(
      .warning,
      "\(detector) n_neighbors is \(neighbors), but a row of \(rows) has \(rows - 1) others: "
        + "\(rows - 1) are used")
  }

  /// - Parameter scores: distances of the rows to others.
  func warnOfCopies(_ scores: Buffer<Double>) {
    let copies = scores.elements.count { $0 == 0 }
    guard rows > 1, copies > rows / 2 else { return }
    execution.log(
      .warning,
      "\(detector): \(copies) of \(rows) rows have a distance of 0 to their \(neighbors) nearest "
        + "neighbours, so any other row is an anomaly; raise n_neighbors, or drop duplicates")
  }
}

// MARK: - Densities

extension NeighborCheck {
  /// Where distances are below this many times the bound, it changes densities by 1 % or more.
  private static let negligible = 100.0

  /// Warns where the bound on densities, an absolute number, decides them: of rows that are all the same, and
  /// of tables in small units.
  func warn(of fitted: LocalDensities, scores: Buffer<Double>) throws {
    guard rows > neighbors else { return }
    let sorted = try Sorting.sortedFinite(fitted.kDistances)
    let copies = sorted.upperBound(of: 0)
    if copies > 0 { warnOfCopies(copies, most: scores.elements.max() ?? 1) }
    guard copies < sorted.count else { return }
    let median = sorted[copies + (sorted.count - copies) / 2]
    if median < Self.negligible * LocalDensities.leastReach { warnOfUnits(median) }
  }

  private func warnOfCopies(_ copies: Int, most: Double) {
    execution.log(
      .warning,
      "\(detector): \(copies) of \(rows) rows have a distance of 0 to their \(neighbors) nearest "
        + "neighbours; \(LocalDensities.leastReach) alone bounds their density, and scores near them, up "
        + "to \(most) in X, mean little: raise n_neighbors, or drop duplicates")
  }

  private func warnOfUnits(_ median: Double) {
    execution.log(
      .warning,
      "\(detector): rows are \(median) from the last of \(neighbors) neighbours (median), and "
        + "\(LocalDensities.leastReach) is added to such distances, so scores depend on the unit of X: "
        + "multiply X by a power of ten, or set standardize to 1")
  }
}
