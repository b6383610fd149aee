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
    let range = selection(try shares(of: principal), columns: X.columns, on: execution)
    return try FittedPCA(
      method: method, scaling: scoringScaling(fitted: scaling),
      axes: copy(principal.axes, range), weights: weights(principal, range))
  }

  /// A count above the number of columns is a mistake; one above the rank of the data is not.
  private func checkCounts(columns: Int) throws {
    for (name, value) in [("n_components", kept), ("n_selected_components", selected)] {
      if case .integer(let count) = value, count > columns {
        throw DASError(
          .outOfRange, "pca setting '\(name)' is \(count), but the rows have \(columns) columns")
      }
    }
  }

  /// Each axis's share of the whole variance; 0 for data without variance.
  private func shares(of principal: PrincipalAxes) throws -> Buffer<Double> {
    var total = 0.0
    for index in 0..<principal.variances.count { total += principal.variances.base[index] }
    let shares = try Buffer<Double>(repeating: 0, count: principal.variances.count)
    guard total > 0 else { return shares }
    for index in 0..<shares.count {
      shares.base[index] = principal.variances.base[index] / total
    }
    return shares
  }

  /// The axes that score (`eigen`) or span the hyperplane (`reconstruction`).
  private func selection(
    _ shares: Buffer<Double>, columns: Int, on execution: Execution
  ) -> Range<Int> {
    let usable = shares.elements.prefix { $0 >= Self.leastShare }.count
    if usable < shares.count {
      execution.log(
        .info,
        "pca: dropped \(shares.count - usable) of \(shares.count) components, whose share of the "
          + "variance is below \(Self.leastShare)")
    }
    let count = min(countToKeep(shares, columns: columns), usable)
    if method == .reconstruction, count == columns {
      execution.log(.warning, "pca: all \(columns) components are kept: every row scores 0")
    }
    if case .integer(let last) = selected { return max(count - last, 0)..<count }
    return 0..<count
  }

  private func countToKeep(_ shares: Buffer<Double>, columns: Int) -> Int {
    switch kept {
    case .integer(let count): return count
    case .real(let share): return count(reaching: share, of: shares)
    case .text("auto") where method == .reconstruction:
      return min(count(reaching: 0.95, of: shares), columns - 1)
    case .text, .matrix: return shares.count
    }
  }

  /// The fewest axes whose shares add to more than `share`, as scikit-learn counts them.
  private func count(reaching share: Double, of shares: Buffer<Double>) -> Int {
    var sum = 0.0
    for index in 0..<shares.count {
      sum += shares.base[index]
      if sum > share { return index + 1 }
    }
    return shares.count
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

  /// 1 / w_i, or 1 where axes count alike.
  private func weights(
    _ principal: PrincipalAxes, _ range: Range<Int>
  ) throws -> Buffer<Double> {
    let weights = try Buffer<Double>(repeating: 1, count: range.count)
    guard method == .eigen, isWeighted else { return weights }
    let shares = try shares(of: principal)
    for index in range { weights.base[index - range.lowerBound] = 1 / shares.base[index] }
    return weights
  }
}
