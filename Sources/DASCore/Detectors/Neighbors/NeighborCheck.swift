/// Warnings about neighbours that carry little information: too few rows, duplicates, distances
/// near the bound on densities.
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
  /// Below this multiple of the bound, distances let it change densities by 1 % or more.
  private static let negligible = 100.0

  /// Warns if the bound on densities, an absolute number, determines them: for duplicates, and for
  /// tables in small units.
  func warn(of fitted: LocalDensities, scores: Buffer<Double>) throws {
    guard rows > neighbors else { return }
    let sorted = try Sorting.sortedFinite(fitted.kDistances)
    let copies = sorted.upperBound(of: 0)
    if copies > 0 { warnOfCopies(copies, maximum: scores.elements.max() ?? 1) }
    guard copies < sorted.count else { return }
    let median = sorted[copies + (sorted.count - copies) / 2]
    if median < Self.negligible * LocalDensities.minReach { warnOfUnits(median) }
  }

  private func warnOfCopies(_ copies: Int, maximum: Double) {
    execution.log(
      .warning,
      "\(detector): \(copies) of \(rows) rows have a distance of 0 to their \(neighbors) nearest "
        + "neighbours; \(LocalDensities.minReach) alone bounds their density, and scores near "
        + "them, up to \(maximum) in X, mean little: raise n_neighbors, or drop duplicates")
  }

  private func warnOfUnits(_ median: Double) {
    execution.log(
      .warning,
      "\(detector): rows are \(median) from the last of \(neighbors) neighbours (median), and "
        + "\(LocalDensities.minReach) is added to such distances, so scores depend on the unit of "
        + "X: multiply X by a power of ten, or set standardize to 1")
  }
}
