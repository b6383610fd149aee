import CKernels
import Glibc

/// Sequential minimal optimisation of the one-class dual (Schoelkopf et al. 2001, eq. 3.9, scaled
/// as in LIBSVM):
///
///     minimise  1/2 alpha^T K alpha   over  0 <= alpha_i <= 1,  sum_i alpha_i = nu n
///
/// A step moves weight between two variables: i, whose gradient (K alpha)_i is lowest among those
/// that may grow, and the j with the largest second-order gain among those that may fall (Fan, Chen
/// and Lin, "Working set selection using second order information for training support vector
/// machines", JMLR 2005, WSS 2). It ends when no pair violates the conditions of optimality by
/// `tolerance`: max over alpha > 0 of the gradient - min over alpha < 1 of it < tolerance.
///
/// As in LIBSVM the first nu n points start at 1. In random order about half of that weight has to
/// move, one point a step, so most kernel rows are needed once; see `KernelRowCache`.
///
/// The points are reordered in place. Steps are serial; threads divide the sums of kernel rows in
/// the first gradient, and in each step the rows and the updates by them.
///
/// - Complexity: O(nu n^2 columns) for the first gradient; a step is O(n columns), O(n) if both
///   rows are cached. Memory: the points and the cache.
final class OneClassSolver {
  struct Options {
    var nu = 0.5
    var tolerance = 1e-3
    var megabytes = 50
    var shrinks = true
    /// nil: no limit but the solver's own guard.
    var maxSteps: Int?
  }

  let kernel: Kernel
  let points: KernelPoints
  let options: Options
  let execution: Execution

  /// The variables, their gradients and k(x_i, x_i), in the current order of the points.
  let alpha: Buffer<Double>
  let gradient: Buffer<Double>
  let diagonal: Buffer<Double>
  /// The number of each point in the caller's order.
  let order: Buffer<Int>
  let cache: KernelRowCache
  /// For each block of points, its best partner of the step's first variable.
  let partners: Buffer<libdas_partner>

  /// The first `active` points are optimised; the others are shrunk, their gradients out of date.
  var active: Int
  var hasUnshrunk = false
  var steps = 0
  var nextShrink = 0
  private var firstGap = 0.0
  private var hasStalled = false

  init(
    _ points: KernelPoints, kernel: Kernel, options: Options, on execution: Execution
  ) throws {
    let count = points.count
    (self.kernel, self.points, self.options, self.execution) = (kernel, points, options, execution)
    alpha = try Buffer(repeating: 0, count: count)
    gradient = try Buffer(repeating: 0, count: count)
    diagonal = try Buffer(uninitialized: count)
    order = try Buffer(uninitialized: count)
    cache = try KernelRowCache(points: count, megabytes: options.megabytes)
    partners = try Buffer(uninitialized: (count + Self.blockPoints - 1) / Self.blockPoints)
    active = count
    for point in 0..<count {
      order.base[point] = point
      diagonal.base[point] = kernel.diagonal(points.matrix.row(point), columns: points.columns)
    }
  }

  func solve() throws -> OneClassSolution {
    initializeAlpha()
    try execution.run("ocsvm gradient", spanning: 0...0.5) {
      try computeGradient(of: 0..<points.count)
      try checkFinite()
    }
    nextShrink = shrinkPeriod
    let converged = try execution.run("ocsvm steps", spanning: 0.5...1) {
      try execution.withThreadTeam { try iterate($0) }
    }
    return try solution(converged: converged)
  }

  /// Sets the first nu n variables to 1, and the next one to the remainder.
  private func initializeAlpha() {
    let weight = options.nu * Double(points.count)
    let full = min(Int(weight), points.count)
    alpha.base.update(repeating: 1, count: full)
    if full < points.count { alpha.base[full] = weight - Double(full) }
  }

  /// Takes steps until none is left or the limit is reached. Returns whether the solution is
  /// optimal.
  private func iterate(_ team: SpinningThreadTeam) throws -> Bool {
    // LIBSVM's own guard, for kernels that are not positive definite and tolerances below rounding.
    let limit = options.maxSteps ?? max(10_000_000, 100 * points.count)
    while true {
      guard let pair = selectPair(team) else {
        if active == points.count { return true }
        try unshrink()
        continue
      }
      if steps >= limit || hasStalled {
        if active < points.count { try unshrink() }
        return false
      }
      if options.shrinks, steps >= nextShrink {
        try shrink(gap: pair.gap)
        continue
      }
      advance(pair, team)
      try reportGap(pair.gap)
    }
  }

  /// The optimal step along the line alpha_i + alpha_j = constant, clipped to the box.
  private func advance(_ pair: WorkingPair, _ team: SpinningThreadTeam) {
    let (i, j) = (pair.i, pair.j)
    let rowI = cache.row(i).values
    let curvature = diagonal.base[i] + diagonal.base[j] - 2 * rowI[j]
    let move = (gradient.base[j] - gradient.base[i]) / (curvature > 0 ? curvature : 1e-12)
    let (oldI, oldJ) = (alpha.base[i], alpha.base[j])
    let sum = oldI + oldJ
    var (newI, newJ) = (oldI + move, oldJ - move)
    if sum > 1, newI > 1 { (newI, newJ) = (1, sum - 1) }
    if sum <= 1, newJ < 0 { (newI, newJ) = (sum, 0) }
    (alpha.base[i], alpha.base[j]) = (newI, newJ)
    hasStalled = newI == oldI && newJ == oldJ
    forEachBlock(ofRow: j, team) { range, rowJ in
      let first = range.lowerBound
      libdas_axpy2(
        gradient.base + first, range.count, newI - oldI, rowI + first, newJ - oldJ, rowJ + first)
    }
    steps += 1
  }

  /// Reports progress every few million multiplications. The gap falls about geometrically, so its
  /// logarithm measures progress.
  private func reportGap(_ gap: Double) throws {
    guard steps % max(1, (1 << 22) / (active * (points.columns + 1))) == 0 else { return }
    firstGap = max(firstGap, gap)
    let whole = log(firstGap / options.tolerance)
    try execution.report(whole > 0 ? log(firstGap / gap) / whole : 1)
  }
}
