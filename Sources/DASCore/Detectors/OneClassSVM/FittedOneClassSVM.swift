/// A fitted `OneClassSVM`: score(x) = rho - sum_i alpha_i k(x_i, x), over the support vectors x_i.
package struct FittedOneClassSVM: FittedDetector {
  /// The scaling of rows before the kernel.
  let scaling: ColumnScaling
  let expansion: KernelExpansion
  let rho: Double

  package var name: String { OneClassSVM.name }
  package var columns: Int { expansion.points.columns }

  package func score(
    _ X: MatrixView, into scores: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    try execution.forEach(X.blockCount) { block in
      let range = X.blockRange(block)
      let scaled = try execution.scratch(range.count * columns)
      let terms = try execution.scratch(range.count)
      scaling.apply(to: X, range, into: scaled.base)
      expansion.kernel.fillTerms(terms.base, of: scaled.base, rows: range.count, columns: columns)
      let rows = KernelRows(
        base: scaled.base, stride: columns, count: range.count, columns: columns, terms: terms.base)
      try expansion.evaluateBlock(rows, into: scores + range.lowerBound, on: execution)
      for row in range { scores[row] = (rho - scores[row]).clampedToFinite }
    }
  }
}
