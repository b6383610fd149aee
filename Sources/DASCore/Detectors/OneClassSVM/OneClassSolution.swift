/// The solver's result: f(x) = sum_i alpha_i k(x_i, x) - rho.
struct OneClassSolution {
  /// In the caller's order of the points.
  let alpha: Buffer<Double>
  let rho: Double
  let expansion: KernelExpansion
  let steps: Int
  let converged: Bool
}

extension OneClassSolver {
  /// Kernels of huge values overflow; a solution of NaN must not become a model.
  func checkFinite() throws {
    for point in 0..<points.count {
      guard gradient.base[point].isFinite, diagonal.base[point].isFinite,
        points.terms.base[point].isFinite
      else {
        throw DASError(
          .numericalFailure,
          "ocsvm: the \(kernel.form) kernel overflows on these rows; standardize them, or lower "
            + "gamma or degree"
        )
      }
    }
  }

  func solution(converged: Bool) throws -> OneClassSolution {
    let alpha = try Buffer<Double>(uninitialized: points.count)
    for point in 0..<points.count { alpha.base[order.base[point]] = self.alpha.base[point] }
    return OneClassSolution(
      alpha: alpha, rho: rho(),
      expansion: try KernelExpansion(kernel: kernel, gathering: points, weights: self.alpha),
      steps: steps, converged: converged)
  }

  /// The mean gradient of the free variables. Without any, rho lies between the gradients of those
  /// at 1 and of those at 0, and the middle is taken; with one kind only (nu = 1), the end of the
  /// interval.
  private func rho() -> Double {
    var (sum, free) = (0.0, 0)
    var (lower, upper) = (-Double.infinity, Double.infinity)
    for point in 0..<points.count {
      let value = gradient.base[point]
      if alpha.base[point] >= 1 {
        lower = max(lower, value)
      } else if alpha.base[point] <= 0 {
        upper = min(upper, value)
      } else {
        sum += value
        free += 1
      }
    }
    if free > 0 { return sum / Double(free) }
    if upper == .infinity { return lower }
    return lower == -.infinity ? upper : (lower + upper) / 2
  }
}
