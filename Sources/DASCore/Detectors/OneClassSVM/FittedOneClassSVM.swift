/// score(x) = rho - sum_i alpha_i k(x_i, x), over the support vectors x_i.
public struct FittedOneClassSVM: FittedDetector {
  /// What rows go through before the kernel sees them; nil where nothing.
  let standardizer: Standardizer?
  let expansion: KernelExpansion
  let rho: Double

  public var name: String { OneClassSVM.name }
  public var columns: Int { expansion.points.columns }

  public func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try scoreBlocks(X, into: scores, on: execution) { rows, stride, count, scores in
      guard let standardizer else {
        return try score(rows, stride: stride, count: count, into: scores)
      }
      let seen = try Matrix(rows: count, columns: columns)
      standardizer.apply(to: rows, stride: stride, count: count, into: seen.storage.base)
      try score(seen.storage.base, stride: columns, count: count, into: scores)
      withExtendedLifetime(seen) {}
    }
  }

  private func score(
    _ rows: UnsafePointer<Double>, stride: Int, count: Int,
    into scores: UnsafeMutablePointer<Double>
  ) throws {
    let terms = try Buffer<Double>(uninitialized: count)
    for row in 0..<count {
      terms.base[row] = expansion.kernel.term(rows + row &* stride, columns: columns)
    }
    let block = KernelRows(
      base: rows, stride: stride, count: count, columns: columns, terms: terms.base)
    try expansion.evaluate(block, into: scores)
    for row in 0..<count { scores[row] = Self.finite(rho - scores[row]) }
    withExtendedLifetime(terms) {}
  }

  /// Rows of huge values overflow polynomial kernels: they score the most, so that sorting and scaling
  /// go on working.
  private static func finite(_ score: Double) -> Double {
    let most = Double.greatestFiniteMagnitude
    return score.isNaN ? most : min(max(score, -most), most)
  }
}
