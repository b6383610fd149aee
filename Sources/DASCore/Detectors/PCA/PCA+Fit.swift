extension PCA {
  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    try checkCounts(columns: X.columns)
    let statistics = try ColumnStatistics(X, on: execution)
    try execution.report(0.2)
    let scaling =
      try standardizes ? ColumnScaling.standardizing(statistics) : .centering(statistics)
    let principal = try PrincipalAxes(X, scaling, on: execution)
    try execution.report(0.9)
    let ratios = try varianceRatios(of: principal)
    let range = selection(ratios, columns: X.columns, on: execution)
    return try FittedPCA(
      method: method, scaling: scoringScaling(fitted: scaling),
      axes: copy(principal.axes, range), weights: weights(ratios, range))
  }

  /// A count above the number of columns is an error; one above the rank of the data is not.
  private func checkCounts(columns: Int) throws {
    for (name, value) in [("n_components", kept), ("n_selected_components", selected)] {
      if case .integer(let count) = value, count > columns {
        throw DASError(
          .outOfRange, "pca setting '\(name)' is \(count), but the rows have \(columns) columns")
      }
    }
  }

  /// The fraction of the total variance along each axis; 0 for data without variance.
  private func varianceRatios(of principal: PrincipalAxes) throws -> Buffer<Double> {
    var total = 0.0
    for index in 0..<principal.variances.count { total += principal.variances.base[index] }
    let varianceRatios = try Buffer<Double>(repeating: 0, count: principal.variances.count)
    guard total > 0 else { return varianceRatios }
    for index in 0..<varianceRatios.count {
      varianceRatios.base[index] = principal.variances.base[index] / total
    }
    return varianceRatios
  }

  /// The axes that score (`eigen`) or span the hyperplane (`reconstruction`).
  private func selection(
    _ varianceRatios: Buffer<Double>, columns: Int, on execution: Execution
  ) -> Range<Int> {
    let usable = varianceRatios.elements.prefix { $0 >= Self.minVarianceRatio }.count
    if usable < varianceRatios.count {
      execution.log(
        .info,
        "pca: dropped \(varianceRatios.count - usable) of \(varianceRatios.count) components, "
          + "whose share of the variance is below \(Self.minVarianceRatio)")
    }
    let count = min(countToKeep(varianceRatios, columns: columns), usable)
    if method == .reconstruction, count == columns {
      execution.log(.warning, "pca: all \(columns) components are kept: every row scores 0")
    }
    if case .integer(let last) = selected { return max(count - last, 0)..<count }
    return 0..<count
  }

  private func countToKeep(_ varianceRatios: Buffer<Double>, columns: Int) -> Int {
    switch kept {
    case .integer(let count): return count
    case .real(let ratio): return count(reaching: ratio, of: varianceRatios)
    case .text("auto") where method == .reconstruction:
      return min(count(reaching: 0.95, of: varianceRatios), columns - 1)
    case .text, .matrix: return varianceRatios.count
    }
  }

  /// The minimum number of axes whose ratios add to more than `ratio`, counted as in scikit-learn.
  private func count(reaching ratio: Double, of varianceRatios: Buffer<Double>) -> Int {
    var sum = 0.0
    for index in 0..<varianceRatios.count {
      sum += varianceRatios.base[index]
      if sum > ratio { return index + 1 }
    }
    return varianceRatios.count
  }

  private func scoringScaling(fitted: ColumnScaling) throws -> ColumnScaling {
    if standardizes { return fitted }
    let identity = try ColumnScaling.identity(fitted.shift.count)
    return method == .eigen
      ? identity : ColumnScaling(shift: fitted.shift, factor: identity.factor)
  }

  private func copy(_ axes: Matrix, _ range: Range<Int>) throws -> Matrix {
    let copy = try Matrix(rows: range.count, columns: axes.columns)
    copy.storage.base.update(
      from: axes.row(range.lowerBound), count: range.count * axes.columns)
    return copy
  }

  /// 1 / w_i, or 1 if axes are not weighted.
  private func weights(
    _ varianceRatios: Buffer<Double>, _ range: Range<Int>
  ) throws -> Buffer<Double> {
    let weights = try Buffer<Double>(repeating: 1, count: range.count)
    guard method == .eigen, isWeighted else { return weights }
    for index in range { weights.base[index - range.lowerBound] = 1 / varianceRatios.base[index] }
    return weights
  }
}
