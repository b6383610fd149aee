import CVectorMath

/// The two variables of a step, and by how much they violate the conditions of optimality.
struct WorkingPair {
  let i: Int
  let j: Int
  let gap: Double
}

extension OneClassSolver {
  /// The pair of the next step; nil where the active points are optimal to the tolerance.
  func selectPair() throws -> WorkingPair? {
    let i = libdas_least_gradient(gradient.base, alpha.base, active)
    guard i >= 0 else { return nil }
    var gap = 0.0
    let j = libdas_best_partner(
      gradient.base, alpha.base, try kernelRow(i, growing: true), diagonal.base, active,
      gradient.base[i], diagonal.base[i], &gap)
    guard j >= 0, gap >= options.tolerance else { return nil }
    return WorkingPair(i: i, j: j, gap: gap)
  }

  /// The kernel row of a point that is to grow, or else to fall.
  ///
  /// A row that is missing is computed together with those that will be asked for next by all signs:
  /// the points that violate the conditions most on the same side. Nine of ten are used.
  func kernelRow(_ point: Int, growing: Bool) throws -> UnsafePointer<Double> {
    if let row = cache.row(point) { return row }
    let count = chooseBatch(around: point, growing: growing)
    try cache.compute(
      UnsafeBufferPointer(start: wanted.base, count: count), of: points, kernel: kernel,
      on: execution)
    guard let row = cache.row(point) else {
      throw DASError(.internal, "ocsvm lost a kernel row that it has just computed")
    }
    return row
  }

  /// Fills `wanted` with `point` and the missing points of least key; returns their number.
  private func chooseBatch(around point: Int, growing: Bool) -> Int {
    wanted.base[0] = point
    wantedKeys.base[0] = -.infinity
    var count = 1
    let limit = cache.batchLimit
    let sign = growing ? 1.0 : -1.0
    for other in 0..<active {
      let key = sign * gradient.base[other]
      guard count < limit || key < wantedKeys.base[count - 1] else { continue }
      let mayMove = growing ? alpha.base[other] < 1 : alpha.base[other] > 0
      guard mayMove, other != point, !cache.contains(other) else { continue }
      if count < limit { count += 1 }
      insert(other, key, at: count - 1)
    }
    return count
  }

  /// Keeps `wanted` sorted by its keys; the entry at `end` is free or is dropped.
  private func insert(_ point: Int, _ key: Double, at end: Int) {
    var place = end
    while place > 1, wantedKeys.base[place - 1] > key {
      wantedKeys.base[place] = wantedKeys.base[place - 1]
      wanted.base[place] = wanted.base[place - 1]
      place -= 1
    }
    (wantedKeys.base[place], wanted.base[place]) = (key, point)
  }
}
