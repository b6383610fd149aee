/// An LRU cache of rows of the kernel matrix of the active points, in bounded memory.
///
/// Row i holds k(x_i, x_t) for the active points t. Rows are `Double`, where LIBSVM keeps `Float`:
/// half as many fit, but the gradient, which sums them over all steps, then satisfies the
/// conditions of optimality to the requested tolerance, even if linear and polynomial kernels are
/// large. Most rows are used once, so twice as many would save little.
///
/// For the same reason the capacity starts small, so that rows stay in the processor's cache, and
/// doubles, up to its bound, as evicted rows are needed again.
///
/// A row is one matrix-vector product, bound by memory. Computing likely next rows along with it,
/// by a matrix product, was measured and gained nothing: guesses come true too late.
final class KernelRowCache {
  /// The initial number of rows.
  private static let firstRoom = 64

  /// The number of active points: the length of a row.
  private var length: Int
  /// The number of rows kept: now, and at most.
  private var room: Int
  private var capacity: Int
  private var used = 0
  private var clock = 0
  private var repeats = 0
  private let storage: Buffer<Double>
  /// For each point, the slot of its row, or -1, and whether it was ever computed; for each slot,
  /// its point and the time of its last use.
  private let slotOf: Buffer<Int>
  private let wasComputed: Buffer<Bool>
  private let pointOf: Buffer<Int>
  private let lastUse: Buffer<Int>

  /// Room for `megabytes`, but for at least two rows: a step needs that many.
  init(points: Int, megabytes: Int) throws {
    let affordable = (megabytes << 20) / (points * MemoryLayout<Double>.stride)
    capacity = min(points, max(affordable, 2))
    room = min(capacity, Self.firstRoom)
    length = points
    storage = try Buffer(uninitialized: capacity * points)
    slotOf = try Buffer(repeating: -1, count: points)
    wasComputed = try Buffer(repeating: false, count: points)
    pointOf = try Buffer(repeating: -1, count: points)
    lastUse = try Buffer(repeating: 0, count: points)
  }

  /// The row of a point, and whether it is new: the caller then fills it before it asks for it
  /// again. The row stays valid while the next one is fetched.
  func row(_ point: Int) -> (values: UnsafeMutablePointer<Double>, isNew: Bool) {
    let isNew = slotOf.base[point] < 0
    let slot = isNew ? claimSlot(for: point) : slotOf.base[point]
    clock += 1
    lastUse.base[slot] = clock
    return (storage.base + slot &* length, isNew)
  }

  /// A free slot, or the least recently used one. The search costs less than the row that follows.
  private func claimSlot(for point: Int) -> Int {
    growIfRepeating(point)
    var slot = used
    if used < room {
      used += 1
    } else {
      slot = 0
      for other in 1..<room where lastUse.base[other] < lastUse.base[slot] { slot = other }
      slotOf.base[pointOf.base[slot]] = -1
    }
    pointOf.base[slot] = point
    slotOf.base[point] = slot
    return slot
  }

  /// Doubles the capacity once half as many rows as it holds were computed again.
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
  /// Adapts to points that were exchanged by `swaps`, in order, and of which the first `active`
  /// remain.
  ///
  /// Rows of inactive points are dropped; the others are truncated and moved together, so that more
  /// fit.
  func shrink(to active: Int, swaps: UnsafeBufferPointer<(Int, Int)>) {
    for (first, second) in swaps {
      slotOf.elements.swapAt(first, second)
      wasComputed.elements.swapAt(first, second)
    }
    for point in 0..<length where slotOf.base[point] >= 0 {
      pointOf.base[slotOf.base[point]] = point
    }
    var kept = 0
    for slot in 0..<used {
      let point = pointOf.base[slot]
      guard point < active else {
        slotOf.base[point] = -1
        continue
      }
      let row = storage.base + slot &* length
      for (first, second) in swaps { swap(&row[first], &row[second]) }
      (storage.base + kept &* active).update(from: row, count: active)
      (slotOf.base[point], pointOf.base[kept]) = (kept, point)
      lastUse.base[kept] = lastUse.base[slot]
      kept += 1
    }
    used = kept
    setLength(active)
  }

  /// Makes all `points` active again and drops every row, since the rows are too short now.
  func reset(points: Int) {
    slotOf.base.update(repeating: -1, count: points)
    used = 0
    setLength(points)
  }

  private func setLength(_ points: Int) {
    length = points
    capacity = min(points, storage.count / points)
    room = min(room, capacity)
  }
}
