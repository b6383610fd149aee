/// Rows of the kernel matrix of the active points, the most recently used ones, in bounded memory.
///
/// Row i holds k(x_i, x_t) for the active points t. Rows are `Double`, where LIBSVM keeps `Float`: half
/// as many fit, but the gradient, which sums them over all steps, then satisfies the conditions of
/// optimality to the tolerance asked for, even where linear and polynomial kernels are large; and
/// since most rows are used once, more of them would save little.
///
/// Rows are computed in batches: a matrix product of 16 rows costs half as much a row as a
/// matrix-vector product, which waits for memory. Batches are cut by columns over the threads.
final class KernelRowCache {
  /// Rows of a batch: more of them are computed in vain, fewer make each dearer.
  static let batchRows = 32
  private static let blockColumns = 512
  /// Multiplications below which forking threads costs more than it saves.
  private static let parallelWork = 4 << 20

  /// Active points: the length of a row.
  private(set) var length: Int
  private var capacity: Int
  private var used = 0
  private var clock = 0
  private let storage: Buffer<Double>
  /// For each point the place of its row, or -1; for each place its point and when it was used last.
  private let placeOf: Buffer<Int>
  private let pointOf: Buffer<Int>
  private let lastUse: Buffer<Int>
  private let batch: Matrix
  private let batchTerms: Buffer<Double>

  /// Room for `megabytes`, but for two rows at least: a step needs that many.
  init(points: Int, columns: Int, megabytes: Int) throws {
    let affordable = (megabytes << 20) / (points * MemoryLayout<Double>.stride)
    capacity = min(points, max(affordable, 2))
    length = points
    storage = try Buffer(uninitialized: capacity * points)
    storage.adviseHugePages()
    placeOf = try Buffer(repeating: -1, count: points)
    pointOf = try Buffer(repeating: -1, count: points)
    lastUse = try Buffer(repeating: 0, count: points)
    batch = try Matrix(rows: Self.batchRows, columns: columns)
    batchTerms = try Buffer(uninitialized: Self.batchRows)
  }

  /// How many rows may be computed at once without driving out the row used last.
  var batchLimit: Int { max(1, min(Self.batchRows, capacity / 2)) }

  func contains(_ point: Int) -> Bool { placeOf.base[point] >= 0 }

  /// The row of a point, which stays until `batchLimit` others have been computed.
  func row(_ point: Int) -> UnsafePointer<Double>? {
    let place = placeOf.base[point]
    guard place >= 0 else { return nil }
    clock += 1
    lastUse.base[place] = clock
    return UnsafePointer(storage.base + place &* length)
  }

  /// Computes the rows of `wanted`: at most `batchLimit` points, distinct, none of them cached.
  func compute(
    _ wanted: UnsafeBufferPointer<Int>, of points: KernelPoints, kernel: Kernel,
    on execution: Execution
  ) throws {
    for (index, point) in wanted.enumerated() {
      batch.row(index).update(from: points.matrix.row(point), count: points.columns)
      batchTerms.base[index] = points.terms.base[point]
      claimPlace(for: point)
    }
    let rows = KernelRows(
      base: batch.storage.base, stride: points.columns, count: wanted.count,
      columns: points.columns, terms: batchTerms.base)
    let blocks = (length + Self.blockColumns - 1) / Self.blockColumns
    let fillBlock = { [self] (block: Int) in
      let range = block * Self.blockColumns..<min((block + 1) * Self.blockColumns, length)
      try fill(wanted, rows, range, of: points, kernel: kernel)
    }
    if wanted.count * length * points.columns < Self.parallelWork {
      for block in 0..<blocks { try fillBlock(block) }
    } else {
      try execution.forEach(blocks, fillBlock)
    }
  }

  private func fill(
    _ wanted: UnsafeBufferPointer<Int>, _ rows: KernelRows, _ range: Range<Int>,
    of points: KernelPoints, kernel: Kernel
  ) throws {
    let tile = try Buffer<Double>(uninitialized: wanted.count * range.count)
    try kernel.fill(tile.base, stride: range.count, rows: rows, against: points.rows[range])
    for (index, point) in wanted.enumerated() {
      let row = storage.base + placeOf.base[point] &* length
      (row + range.lowerBound).update(from: tile.base + index &* range.count, count: range.count)
    }
    withExtendedLifetime(tile) {}
  }

  /// A free place, or the one used longest ago. The search costs less than the row that follows.
  private func claimPlace(for point: Int) {
    var place = used
    if used < capacity {
      used += 1
    } else {
      place = 0
      for other in 1..<capacity where lastUse.base[other] < lastUse.base[place] { place = other }
      placeOf.base[pointOf.base[place]] = -1
    }
    clock += 1
    lastUse.base[place] = clock
    pointOf.base[place] = point
    placeOf.base[point] = place
  }
}

// MARK: - Shrinking

extension KernelRowCache {
  /// Follows the points, which have traded places by `swaps`, in order; the first `active` stay.
  ///
  /// Rows of points that are not active are forgotten, the others lose their end and move together,
  /// so that more fit.
  func shrink(to active: Int, swaps: UnsafeBufferPointer<(Int, Int)>) {
    for (first, second) in swaps { placeOf.elements.swapAt(first, second) }
    for point in 0..<length where placeOf.base[point] >= 0 {
      pointOf.base[placeOf.base[point]] = point
    }
    var kept = 0
    for place in 0..<used {
      let point = pointOf.base[place]
      guard point < active else {
        placeOf.base[point] = -1
        continue
      }
      let row = storage.base + place &* length
      for (first, second) in swaps { swap(&row[first], &row[second]) }
      (storage.base + kept &* active).update(from: row, count: active)
      (placeOf.base[point], pointOf.base[kept]) = (kept, point)
      lastUse.base[kept] = lastUse.base[place]
      kept += 1
    }
    used = kept
    length = active
    capacity = min(active, storage.count / active)
  }

  /// Makes all `points` active again and forgets every row, since the rows are too short now.
  func reset(points: Int) {
    placeOf.base.update(repeating: -1, count: points)
    used = 0
    length = points
    capacity = min(points, storage.count / points)
  }
}
