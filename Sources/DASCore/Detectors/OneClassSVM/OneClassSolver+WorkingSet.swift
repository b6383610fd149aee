import CVectorMath

/// The two variables of a step, and by how much they violate the conditions of optimality.
struct WorkingPair {
  let i: Int
  let j: Int
  let gap: Double
}

extension OneClassSolver {
  /// The pair of the next step; nil where the active points are optimal to the tolerance.
  func selectPair(_ team: Team) -> WorkingPair? {
    let i = libdas_least_gradient(gradient.base, alpha.base, active)
    guard i >= 0 else { return nil }
    var gap = 0.0
    let j = libdas_best_partner(
      gradient.base, alpha.base, kernelRow(i, team), diagonal.base, active, gradient.base[i],
      diagonal.base[i], &gap)
    guard j >= 0, gap >= options.tolerance else { return nil }
    return WorkingPair(i: i, j: j, gap: gap)
  }

  /// k(x_point, x_t) for the active points t.
  func kernelRow(_ point: Int, _ team: Team) -> UnsafePointer<Double> {
    cache.row(point, of: points, panels, kernel: kernel, on: team)
  }
}
