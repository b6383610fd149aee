/// Rows of the kernel matrix of the active points, the most recently used ones, in bounded memory.
///
/// Row i holds k(x_i, x_t) for the active points t. Rows are `Double`, where LIBSVM keeps `Float`: half
/// as many fit, but the gradient, which sums them over all steps, then satisfies the conditions of
/// optimality to the tolerance asked for, even where linear and polynomial kernels are large. Most rows
/// are used once, so twice as many would save little.
///
/// For the same reason the room starts small, so that rows stay in the processor's cache and no memory
/// is touched in vain, and it doubles, up to its bound, as rows that were dropped are needed again.
///
/// A row is one matrix-vector product, bound by memory. Computing the likely next rows along with it,
/// by a matrix product, was measured and gained nothing: guesses come true too late.
final class KernelRowCache {
  /// Rows to begin with.
  private static let firstRoom = 64

  /// Active points: the length of a row.
  private var length: Int
  /// Rows that may be kept: now, and at most.
  private var room: Int
  private var capacity: Int
  private var used = 0
  private var clock = 0
  private var repeats = 0
  private let storage: Buffer<Double>
  /// For each point the place of its row, or -1, and whether it was ever computed; for each place its
  /// point and when it was used last.
  private let placeOf: Buffer<Int>
  private let wasComputed: Buffer<Bool>
  private let pointOf: Buffer<Int>
  private let lastUse: Buffer<Int>

  /// Room for `megabytes` at most, but for two rows at least: a step needs that many.
  init(points: Int, megabytes: Int) throws {
    let affordable = (megabytes << 20) / (points * MemoryLayout<Double>.stride)
    capacity = min(points, max(affordable, 2))
    room = min(capacity, Self.firstRoom)
    length = points
    storage = try Buffer(uninitialized: capacity * points)
    placeOf = try Buffer(repeating: -1, count: points)
    wasComputed = try Buffer(repeating: false, count: points)
    pointOf = try Buffer(repeating: -1, count: points)
    lastUse = try Buffer(repeating: 0, count: points)
  }

  /// The place of a point's row, and whether it is new: then the caller fills it, before it asks for
  /// it again. It stays in place while the next one is fetched.
  func row(_ point: Int) -> (values: UnsafeMutablePointer<Double>, isNew: Bool) {
    let isNew = placeOf.base[point] < 0
    let place = isNew ? claimPlace(for: point) : placeOf.base[point]
    clock += 1
    lastUse.base[place] = clock
    return (storage.base + place &* length, isNew)
  }

  /// A free place, or the one used longest ago. The search costs less than the row that follows.
  private func claimPlace(for point: Int) -> Int {
    growIfRepeating(point)
    var place = used
    if used < room {
      used += 1
    } else {
      place = 0
      for other in 1..<room where lastUse.base[other] < lastUse.base[place] { place = other }
      placeOf.base[pointOf.base[place]] = -1
    }
    pointOf.base[place] = point
    placeOf.base[point] = place
    return place
  }

  /// Doubles the room once half as many rows as it holds have been computed again.
  private func growIfRepeating(_ point: Int) {
    if wasComputed.base[point] { repeats += 1 }
    wasComputed.base[point] = true
    if repeats > room / 2 {
      room = min(2 * room, capacity)
      repeats = 0
    }
  }
}

// MARK: - Shrinking

extension KernelRowCache {
  /// Follows the points, which have traded places by `swaps`, in order; the first `active` stay.
  ///
  /// Rows of points that are not active are forgotten, the others lose their end and move together,
  /// so that more fit.
  func shrink(to active: Int, swaps: UnsafeBufferPointer<(Int, Int)>) {
    for (first, second) in swaps {
      placeOf.elements.swapAt(first, second)
      wasComputed.elements.swapAt(first, second)
    }
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
    setLength(active)
  }

  /// Makes all `points` active again and forgets every row, since the rows are too short now.
  func reset(points: Int) {
    placeOf.base.update(repeating: -1, count: points)
    used = 0
    setLength(points)
  }

  private func setLength(_ points: Int) {
    length = points
    capacity = min(points, storage.count / points)
    room = min(room, capacity)
  }
}
