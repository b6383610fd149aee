/// score(x) = rho - sum_i alpha_i k(x_i, x), over the support vectors x_i.
public struct FittedOneClassSVM: FittedDetector {
  /// What rows go through before the kernel sees them.
  let scaling: ColumnScaling
  let expansion: KernelExpansion
  let rho: Double

  public var name: String { OneClassSVM.name }
  public var columns: Int { expansion.points.columns }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      let rows = try Matrix(rows: range.count, columns: columns)
      scaling.apply(to: X, range, into: rows.storage.base)
      let points = try KernelPoints(rows, kernel: expansion.kernel)
      try expansion.evaluate(points.rows, into: scores + range.lowerBound)
      for row in range { scores[row] = Self.finite(rho - scores[row]) }
      withExtendedLifetime(points) {}
    }
  }

  /// Rows of huge values overflow polynomial kernels: they score the most, so that sorting and scaling
  /// go on working.
  private static func finite(_ score: Double) -> Double {
    let most = Double.greatestFiniteMagnitude
    return score.isNaN ? most : min(max(score, -most), most)
  }
}
