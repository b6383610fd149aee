import CKernels

/// Lower bounds of the distances from some queries q to the rows r of one block, in single precision: what
/// an exact search need not look at.
///
/// Rows and queries are moved to the centre of the block and scaled to its radius first, so that
/// nothing is lost where the block is far from the origin or small. For Euclid's distance,
///
///     (|q - r|^2 - |q|^2) / 2 = |r|^2 / 2 - q.r
///
/// so the bounds of all queries are one product of matrices. With n columns and u = 2^-24, rounding
/// to single precision and n + 1 additions in whatever order change a value by at most (2 n + 8) u /
/// (1 - 2 n u) times |q| |r| + |r|^2 / 2 (Higham, "Accuracy and Stability of Numerical Algorithms", 2002,
/// section 3.1); more than that is granted. Manhattan's distance is summed itself, and other orders
/// are bounded by Euclid's.
struct DistanceBounds {
  private let blocks: KDTreeLeaves
  private let memory: BatchedSearchScratch
  private let isManhattan: Bool
  /// The margin of one unit of |q| |r|.
  private let margin: Double
  private let underflow: Double

  private var block = 0
  private var scale = 0.0

  /// A query this many radii away from a block is not told from others.
  private static let mostRadii = 0x1p40

  init(_ blocks: KDTreeLeaves, in memory: BatchedSearchScratch) {
    (self.blocks, self.memory) = (blocks, memory)
    isManhattan = blocks.distance.p == 1
    let columns = blocks.columns
    margin = columns > 1 << 20 ? .infinity : Double(2 * columns + 16) * 0x1.4p-24
    underflow = Double(columns) * 0x1p-100
  }

  private var panels: Int { blocks.panels(block) }
}

// MARK: - One block

extension DistanceBounds {
  /// Turns to a block.
  mutating func enter(_ block: Int) {
    self.block = block
    blocks.setCenter(of: block, memory.center)
    let radius = blocks.radii.base[block]
    scale = radius > 0x1p-500 && radius < 0x1p510 ? 1 / radius : 0
    for column in 0..<blocks.columns {
      memory.factor[column] = blocks.distance.factors.base[column] * scale
      if !memory.factor[column].isFinite { scale = 0 }
    }
    if scale == 0 { memory.factor.update(repeating: 0, count: blocks.columns) }
    blocks.values.pack(
      blocks.firstPlace(block), panels: panels, center: memory.center, factor: memory.factor,
      into: memory.packedRows)
    finish()
  }

  /// Behind the last row there is nothing to be found.
  private func finish() {
    let first = isManhattan ? 0 : blocks.size(block)
    let width = PanelRows.width
    for place in first..<panels * width {
      let panel = memory.packedRows + (place - place % width) * (blocks.columns + 1)
      let last = panel + blocks.columns * width + place % width
      last.pointee = place < blocks.size(block) ? 0 : .infinity
    }
  }

  /// Takes a query in as the `index`-th.
  func set(_ index: Int, to query: UnsafePointer<Double>) {
    let columns = blocks.columns
    let target = memory.packedQueries + index * (columns + 1)
    var norm = 0.0
    for column in 0..<columns {
      let value = (query[column] - memory.center[column]) * memory.factor[column]
      norm += isManhattan ? value.magnitude : value * value
      target[column] = Float(isManhattan ? value : -value)
    }
    target[columns] = isManhattan ? 0 : 1
    norm = isManhattan ? norm : norm.squareRoot()
    if scale == 0 || !(norm <= Self.mostRadii) {
      norm = .infinity
      target.update(repeating: 0, count: columns)
    }
    memory.norms[index] = norm
  }

  /// Computes the bounds of the first `count` queries.
  func fill(_ count: Int) {
    libdas_combine_panels(
      isManhattan ? 1 : 0, count, panels, blocks.columns + 1, memory.packedQueries,
      memory.packedRows, memory.bounds)
  }

  /// One bound for each row of the block, and infinity behind the last.
  func bounds(_ index: Int) -> UnsafeMutablePointer<Float> {
    memory.bounds + index * panels * PanelRows.width
  }
}

// MARK: - Limits

extension DistanceBounds {
  /// What the bounds of the `count` nearest rows lie below.
  func limit(nearest count: Int, query index: Int) -> Float {
    let norm = memory.norms[index]
    guard norm < .infinity else { return .infinity }
    let least = Double(
      libdas_least_bound(bounds(index), panels * PanelRows.width, count))
    let bound = least + error(norm)
    let slack = 1 + blocks.distance.rounding
    let reach = isManhattan ? bound : max(2 * bound + slack * norm * norm, 0).squareRoot()
    let most = isManhattan ? 1 : blocks.distance.euclideanRatios.upperBound
    return limit(distance: reach * most * slack / scale, query: index)
  }

  /// What the bounds of all rows lie below that are no farther than `distance`; infinity where single
  /// precision tells nothing.
  func limit(distance: Double, query index: Int) -> Float {
    let (norm, rounding) = (memory.norms[index], blocks.distance.rounding)
    guard norm < .infinity, distance < .infinity else { return .infinity }
    if isManhattan { return Float(distance * scale * (1 + rounding) + error(norm)).nextUp }
    let reach = distance * scale / blocks.distance.euclideanRatios.lowerBound
    let (square, slack) = (reach * reach, rounding * (reach * reach + norm * norm))
    return Float((square - norm * norm) / 2 + slack + error(norm)).nextUp
  }

  private func error(_ norm: Double) -> Double { margin * (norm + 1) + underflow }
}
