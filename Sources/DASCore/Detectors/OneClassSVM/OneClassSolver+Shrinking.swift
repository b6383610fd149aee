extension OneClassSolver {
  /// Steps between two attempts to shrink: LIBSVM's, or the number of support vectors.
  ///
  /// LIBSVM keeps the gradients of shrunk points up to date by computing whole rows for every
  /// variable that reaches its bound. Here they are recomputed when needed, which costs a row for
  /// each support vector. A step costs one to two rows, so this much work has to come first.
  var shrinkPeriod: Int {
    max(min(points.count, 1000), Int(options.nu * Double(points.count)))
  }

  /// Computes the gradients K alpha of the points in `range`, from all support vectors.
  func computeGradient(of range: Range<Int>) throws {
    let expansion = try KernelExpansion(kernel: kernel, gathering: points, weights: alpha)
    try expansion.evaluate(
      points.rows[range], into: gradient.base + range.lowerBound, on: execution)
  }

  /// Sets aside the points that are at a bound and that the gradient keeps there (LIBSVM, section
  /// 5.1). Once, near the solution, all points return first, since early guesses may be wrong.
  func shrink(gap: Double) throws {
    nextShrink = steps + shrinkPeriod
    if !hasUnshrunk, gap <= 10 * options.tolerance {
      hasUnshrunk = true
      if active < points.count { try unshrink() }
    }
    let (lowest, highest) = bounds()
    let swaps = try Buffer<(Int, Int)>(uninitialized: active)
    var (count, point, end) = (0, 0, active)
    while point < end {
      if isSettled(point, lowest, highest) {
        end -= 1
        while end > point, isSettled(end, lowest, highest) { end -= 1 }
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

  /// Makes all points active, with gradients recomputed: even those that stayed active have
  /// accumulated the rounding of many steps.
  func unshrink() throws {
    try computeGradient(of: 0..<points.count)
    active = points.count
    cache.reset(points: active)
    nextShrink = steps + shrinkPeriod
  }

  /// The lowest gradient among the active alpha < 1, the highest among alpha > 0.
  private func bounds() -> (lowest: Double, highest: Double) {
    var (lowest, highest) = (Double.infinity, -Double.infinity)
    for point in 0..<active {
      if alpha.base[point] < 1 { lowest = min(lowest, gradient.base[point]) }
      if alpha.base[point] > 0 { highest = max(highest, gradient.base[point]) }
    }
    return (lowest, highest)
  }

  private func isSettled(_ point: Int, _ lowest: Double, _ highest: Double) -> Bool {
    if alpha.base[point] >= 1 { return gradient.base[point] < lowest }
    if alpha.base[point] <= 0 { return gradient.base[point] > highest }
    return false
  }

  private func exchange(_ first: Int, _ second: Int) {
    points.swapAt(first, second)
    alpha.elements.swapAt(first, second)
    gradient.elements.swapAt(first, second)
    diagonal.elements.swapAt(first, second)
    order.elements.swapAt(first, second)
  }
}
