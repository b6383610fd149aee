import CKernels

/// The two variables of a step, and by how much they violate the conditions of optimality.
struct WorkingPair {
  let i: Int
  let j: Int
  let gap: Double
}

extension OneClassSolver {
  /// The pair of the next step; nil if the active points are optimal to the tolerance.
  func selectPair(_ team: SpinningThreadTeam) -> WorkingPair? {
    let i = libdas_argmin_gradient(gradient.base, alpha.base, active)
    guard i >= 0 else { return nil }
    forEachBlock(ofRow: i, team) { range, row in
      let first = range.lowerBound
      partners.base[first / Self.blockPoints] = libdas_working_set_partner(
        gradient.base + first, alpha.base + first, row + first, diagonal.base + first, range.count,
        gradient.base[i], diagonal.base[i])
    }
    return bestPair(with: i)
  }

  /// The first partner with the largest gain among those of the blocks.
  private func bestPair(with i: Int) -> WorkingPair? {
    var (j, gain, gap) = (-1, -Double.infinity, -Double.infinity)
    for first in stride(from: 0, to: active, by: Self.blockPoints) {
      let partner = partners.base[first / Self.blockPoints]
      gap = max(gap, partner.violation)
      if partner.gain > gain { (j, gain) = (first + partner.index, partner.gain) }
    }
    return j >= 0 && gap >= options.tolerance ? WorkingPair(i: i, j: j, gap: gap) : nil
  }
}
