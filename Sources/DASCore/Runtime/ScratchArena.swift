/// A stack allocator for the temporary memory of one thread of an execution, kept between calls.
///
/// Whenever it is empty it grows by the amount that last did not fit, up to `maxBytes`. A call like
/// the previous one therefore allocates nothing, and no execution keeps much memory.
final class ScratchArena {
  static let maxBytes = 1 << 22
  private static let minBytes = 1 << 16
  private static let alignment = 64

  private var block: Buffer<UInt8>?
  private var (used, allocations) = (0, 0)
  /// Bytes that did not fit and were allocated elsewhere: now, and at most since the block was
  /// replaced.
  private var (missing, maxMissing) = (0, 0)

  /// A piece of at most `maxBytes`, or nil if there is no room. Both are to be freed.
  func allocate(_ bytes: Int) throws -> UnsafeMutableRawPointer? {
    let size = Self.rounded(bytes)
    if allocations == 0, size > (block?.count ?? 0) { try replace(atLeast: size) }
    guard let block, size <= block.count - used else {
      missing += size
      maxMissing = max(maxMissing, missing)
      return nil
    }
    (used, allocations) = (used + size, allocations + 1)
    return UnsafeMutableRawPointer(block.base + used - size)
  }

  /// Frees a piece, or the nil that stands for one that did not fit. Its room is available again
  /// once every later piece is freed.
  func free(_ piece: UnsafeMutableRawPointer?, _ bytes: Int) {
    let size = Self.rounded(bytes)
    if let piece, let block {
      if piece + size == block.base + used { used -= size }
      allocations -= 1
    } else {
      missing -= size
    }
    guard allocations == 0 else { return }
    used = 0
    // If this fails, the arena keeps no memory.
    if maxMissing > 0 {
      try? replace(atLeast: min((block?.count ?? 0) + maxMissing, Self.maxBytes))
    }
  }

  private func replace(atLeast size: Int) throws {
    (block, maxMissing) = (nil, 0)
    block = try Buffer(uninitialized: max(size, Self.minBytes))
  }

  private static func rounded(_ bytes: Int) -> Int {
    (bytes + alignment - 1) / alignment * alignment
  }
}
