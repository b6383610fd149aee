import CKernels

/// Lower bounds, in single precision, of the distances from queries q to the rows r of one leaf. An
/// exact search computes only the distances that they do not rule out.
///
/// Rows and queries are first translated to the centre of the leaf and scaled by its radius, so
/// that nothing is lost if the leaf is small or far from the origin. For the Euclidean distance,
///
///     (|q - r|^2 - |q|^2) / 2 = |r|^2 / 2 - q.r
///
/// so the bounds of all queries are one matrix product. With n columns and u = 2^-24, rounding to
/// single precision and n + 1 additions in any order change a value by at most (2 n + 8) u / (1 - 2
/// n u) times |q| |r| + |r|^2 / 2 (Higham, "Accuracy and Stability of Numerical Algorithms", 2002,
/// section 3.1); the margin is larger than that. The Manhattan distance is summed itself, and other
/// orders are bounded by the Euclidean one.
struct DistanceBounds {
  private let leaves: KDTreeLeaves
  private let memory: BatchedSearchScratch
  private let isManhattan: Bool
  /// The margin per unit of |q| |r|.
  private let margin: Double
  private let underflow: Double

  private var leaf = 0
  private var scale = 0.0

  /// The distance from the leaf, in radii, from which a query is given no bounds.
  private static let maxRadii = 0x1p40

  init(_ leaves: KDTreeLeaves, in memory: BatchedSearchScratch) {
    (self.leaves, self.memory) = (leaves, memory)
    isManhattan = leaves.distance.p == 1
    let columns = leaves.columns
    margin = columns > 1 << 20 ? .infinity : Double(2 * columns + 16) * 0x1.4p-24
    underflow = Double(columns) * 0x1p-100
  }

  private var panels: Int { leaves.panels(leaf) }
}

// MARK: - One block

extension DistanceBounds {
  /// Packs a leaf.
  mutating func enter(_ leaf: Int) {
    self.leaf = leaf
    leaves.setCenter(of: leaf, memory.center)
    let radius = leaves.radii.base[leaf]
    scale = radius > 0x1p-500 && radius < 0x1p510 ? 1 / radius : 0
    for column in 0..<leaves.columns {
      memory.factor[column] = leaves.distance.factors.base[column] * scale
      if !memory.factor[column].isFinite { scale = 0 }
    }
    if scale == 0 { memory.factor.update(repeating: 0, count: leaves.columns) }
    leaves.values.pack(
      leaves.firstIndex(leaf), panels: panels, center: memory.center, factor: memory.factor,
      into: memory.packedRows)
    finish()
  }

  /// Pads the last panel with infinite bounds.
  private func finish() {
    let first = isManhattan ? 0 : leaves.size(leaf)
    let width = PanelRows.width
    for position in first..<panels * width {
      let panel = memory.packedRows + (position - position % width) * (leaves.columns + 1)
      let last = panel + leaves.columns * width + position % width
      last.pointee = position < leaves.size(leaf) ? 0 : .infinity
    }
  }

  /// Packs a query as the `index`-th.
  func set(_ index: Int, to query: UnsafePointer<Double>) {
    let columns = leaves.columns
    let target = memory.packedQueries + index * (columns + 1)
    var norm = 0.0
    for column in 0..<columns {
      let value = (query[column] - memory.center[column]) * memory.factor[column]
      norm += isManhattan ? value.magnitude : value * value
      target[column] = Float(isManhattan ? value : -value)
    }
    target[columns] = isManhattan ? 0 : 1
    norm = isManhattan ? norm : norm.squareRoot()
    if scale == 0 || !(norm <= Self.maxRadii) {
      norm = .infinity
      target.update(repeating: 0, count: columns)
    }
    memory.norms[index] = norm
  }

  /// Computes the bounds of the first `count` queries.
  func fill(_ count: Int) {
    libdas_pairwise_panels(
      isManhattan ? 1 : 0, count, panels, leaves.columns + 1, memory.packedQueries,
      memory.packedRows, memory.bounds)
  }

  /// One bound for each row of the leaf, then infinity.
  func bounds(_ index: Int) -> UnsafeMutablePointer<Float> {
    memory.bounds + index * panels * PanelRows.width
  }
}

// MARK: - Limits

extension DistanceBounds {
  /// A limit that the bounds of the `count` nearest rows do not exceed.
  func limit(nearest count: Int, query index: Int) -> Float {
    let norm = memory.norms[index]
    guard norm < .infinity else { return .infinity }
    let kthBound = Double(
      libdas_approx_kth_smallest(bounds(index), panels * PanelRows.width, count))
    let bound = kthBound + error(norm)
    let slack = 1 + leaves.distance.rounding
    let reach = isManhattan ? bound : max(2 * bound + slack * norm * norm, 0).squareRoot()
    let maxRatio = isManhattan ? 1 : leaves.distance.euclideanRatios.upperBound
    return limit(distance: reach * maxRatio * slack / scale, query: index)
  }

  /// A limit that the bounds of all rows within `distance` do not exceed; infinity where single
  /// precision cannot decide.
  func limit(distance: Double, query index: Int) -> Float {
    let (norm, rounding) = (memory.norms[index], leaves.distance.rounding)
    guard norm < .infinity, distance < .infinity else { return .infinity }
    if isManhattan { return Float(distance * scale * (1 + rounding) + error(norm)).nextUp }
    let reach = distance * scale / leaves.distance.euclideanRatios.lowerBound
    let (square, slack) = (reach * reach, rounding * (reach * reach + norm * norm))
    return Float((square - norm * norm) / 2 + slack + error(norm)).nextUp
  }

  private func error(_ norm: Double) -> Double { margin * (norm + 1) + underflow }
}
