extension OneClassSolver {
  /// Steps between two attempts to shrink: LIBSVM's, or as many as there are support vectors.
  ///
  /// Gradients of shrunk points are not kept up, as LIBSVM does by computing whole rows for every
  /// variable that reaches its bound; they are computed anew when needed, which costs a row for each
  /// support vector. Steps cost one to two rows, so this much work has to come before.
  var shrinkPeriod: Int {
    max(min(points.count, 1000), Int(options.nu * Double(points.count)))
  }

  /// The gradients K alpha of the points in `range`, from all support vectors.
  func computeGradient(of range: Range<Int>) throws {
    let expansion = try KernelExpansion(kernel: kernel, gathering: points, weights: alpha)
    try expansion.evaluate(
      points.rows[range], into: gradient.base + range.lowerBound, on: execution)
  }

  /// Sets aside the points that sit at a bound and that the gradient holds there (LIBSVM, section
  /// 5.1). Once, near the solution, all points return first, since early guesses may be wrong.
  func shrink(gap: Double) throws {
    nextShrink = steps + shrinkPeriod
    if !hasUnshrunk, gap <= 10 * options.tolerance {
      hasUnshrunk = true
      if active < points.count { try unshrink() }
    }
    let (least, greatest) = bounds()
    let swaps = try Buffer<(Int, Int)>(uninitialized: active)
    var (count, point, end) = (0, 0, active)
    while point < end {
      if isHeld(point, least, greatest) {
        end -= 1
        while end > point, isHeld(end, least, greatest) { end -= 1 }
        guard end > point else { break }
        exchange(point, end)
        swaps.base[count] = (point, end)
        count += 1
      }
      point += 1
    }
    guard end < active else { return }
    cache.shrink(to: end, swaps: UnsafeBufferPointer(start: swaps.base, count: count))
    active = end
    withExtendedLifetime(swaps) {}
  }

  /// Makes all points active, with gradients up to date: those that were active all along have summed
  /// the rounding of many steps, and are renewed too.
  func unshrink() throws {
    try computeGradient(of: 0..<points.count)
    active = points.count
    cache.reset(points: active)
    nextShrink = steps + shrinkPeriod
  }

  /// The least gradient among the active alpha < 1, the greatest among alpha > 0.
  private func bounds() -> (least: Double, greatest: Double) {
    var (least, greatest) = (Double.infinity, -Double.infinity)
    for point in 0..<active {
      if alpha.base[point] < 1 { least = min(least, gradient.base[point]) }
      if alpha.base[point] > 0 { greatest = max(greatest, gradient.base[point]) }
    }
    return (least, greatest)
  }

  private func isHeld(_ point: Int, _ least: Double, _ greatest: Double) -> Bool {
    if alpha.base[point] >= 1 { return gradient.base[point] < least }
    if alpha.base[point] <= 0 { return gradient.base[point] > greatest }
    return false
  }

  private func exchange(_ first: Int, _ second: Int) {
    points.swapAt(first, second)
    panels.swapAt(first, second)
    alpha.elements.swapAt(first, second)
    gradient.elements.swapAt(first, second)
    diagonal.elements.swapAt(first, second)
    order.elements.swapAt(first, second)
  }
}
