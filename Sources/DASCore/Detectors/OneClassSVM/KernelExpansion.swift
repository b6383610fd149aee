/// s(x) = sum_j w_j k(y_j, x): the function that a support vector machine evaluates, at fit and at
/// score.
///
/// Kernel values are computed in tiles that stay in the cache, each a matrix product, a pass of the
/// kernel and a matrix-vector product, so scratch memory is bounded. A linear kernel is reduced to
/// one point: s(x) = <sum_j w_j y_j, x>.
///
/// - Complexity: O(points x columns) a row, O(columns) for a linear kernel.
struct KernelExpansion: Sendable {
  private static let tileRows = 128
  private static let tilePoints = 256

  let kernel: Kernel
  let points: KernelPoints
  let weights: Buffer<Double>

  init(kernel: Kernel, points: KernelPoints, weights: Buffer<Double>) {
    self.kernel = kernel
    self.points = points
    self.weights = weights
  }

  /// The expansion over those of `points` whose weight is not 0.
  init(kernel: Kernel, gathering points: KernelPoints, weights: Buffer<Double>) throws {
    self =
      try kernel.form == .linear
      ? Self.summed(kernel, points, weights) : Self.gathered(kernel, points, weights)
  }

  private static func gathered(
    _ kernel: Kernel, _ points: KernelPoints, _ weights: Buffer<Double>
  ) throws -> Self {
    let count = weights.elements.count { $0 != 0 }
    let (kept, keptWeights) = (
      try Matrix(rows: count, columns: points.columns), try Buffer<Double>(uninitialized: count)
    )
    var next = 0
    for row in 0..<points.count where weights[row] != 0 {
      kept.row(next).update(from: points.matrix.row(row), count: points.columns)
      keptWeights[next] = weights[row]
      next += 1
    }
    return Self(
      kernel: kernel, points: try KernelPoints(kept, kernel: kernel), weights: keptWeights)
  }

  private static func summed(
    _ kernel: Kernel, _ points: KernelPoints, _ weights: Buffer<Double>
  ) throws -> Self {
    let direction = try Matrix(rows: 1, columns: points.columns)
    let sum = direction.row(0)
    sum.update(repeating: 0, count: points.columns)
    for row in 0..<points.count where weights[row] != 0 {
      let (x, weight) = (points.matrix.row(row), weights[row])
      for column in 0..<points.columns { sum[column] += weight * x[column] }
    }
    return Self(
      kernel: kernel, points: try KernelPoints(direction, kernel: kernel),
      weights: try Buffer(repeating: 1, count: 1))
  }

  /// Writes s(x) for each of `rows`, on the current thread.
  func evaluateBlock(
    _ rows: KernelRows, into sums: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let width = max(1, min(Self.tilePoints, points.count))
    let tile = try execution.scratch(min(Self.tileRows, rows.count) * width)
    sums.update(repeating: 0, count: rows.count)
    for first in stride(from: 0, to: rows.count, by: Self.tileRows) {
      let block = rows[first..<min(first + Self.tileRows, rows.count)]
      for start in stride(from: 0, to: points.count, by: width) {
        let others = points.rows[start..<min(start + width, points.count)]
        kernel.fill(tile.base, stride: width, rows: block, against: others)
        LinearAlgebra.multiply(
          tile.base, stride: width, rows: block.count, columns: others.count,
          by: weights.base + start, into: sums + first, beta: 1)
      }
    }
    withExtendedLifetime(self) {}
  }

  /// Writes s(x) for each of `rows`, in blocks of constant size over the threads of `execution`.
  func evaluate(
    _ rows: KernelRows, into sums: UnsafeMutablePointer<Double>, on execution: Execution
  ) throws {
    let size = MatrixView.blockRows
    try execution.forEach((rows.count + size - 1) / size, reports: true) { block in
      let range = block * size..<min((block + 1) * size, rows.count)
      try evaluateBlock(rows[range], into: sums + range.lowerBound, on: execution)
    }
  }
}
