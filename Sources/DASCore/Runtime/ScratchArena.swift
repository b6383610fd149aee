/// Memory that a call borrows for short and gives back, kept for the next call: the stack of one
/// thread of an execution.
///
/// It grows by what found no room at one time, up to `most` bytes. So a call like the one before asks for
/// no memory, and no execution holds much.
final class ScratchArena {
  static let most = 1 << 22
  private static let least = 1 << 16
  private static let alignment = 64

  private var block: Buffer<UInt8>?
  private var (used, borrowers) = (0, 0)
  /// Bytes in use elsewhere for want of room: now, and at most since the block was replaced.
  private var (missing, mostMissing) = (0, 0)

  /// A place for so many bytes, at most `most`; nil where there is no room. Both are to be taken back.
  func allocate(_ bytes: Int) throws -> UnsafeMutableRawPointer? {
    let size = Self.rounded(bytes)
    if borrowers == 0, size > (block?.count ?? 0) { try replace(atLeast: size) }
    guard let block, size <= block.count - used else {
      missing += size
      mostMissing = max(mostMissing, missing)
      return nil
    }
    (used, borrowers) = (used + size, borrowers + 1)
    return UnsafeMutableRawPointer(block.base + used - size)
  }

  /// A place comes back; its room can be lent again when all that was lent after it is back too. Nil stands
  /// for one that there was no room for.
  func free(_ place: UnsafeMutableRawPointer?, _ bytes: Int) {
    let size = Self.rounded(bytes)
    if let place, let block {
      if place + size == block.base + used { used -= size }
      borrowers -= 1
    } else {
      missing -= size
    }
    guard borrowers == 0 else { return }
    used = 0
    // Without memory for it, nothing is kept.
    if mostMissing > 0 { try? replace(atLeast: min((block?.count ?? 0) + mostMissing, Self.most)) }
  }

  private func replace(atLeast size: Int) throws {
    (block, mostMissing) = (nil, 0)
    block = try Buffer(uninitialized: max(size, Self.least))
  }

  private static func rounded(_ bytes: Int) -> Int {
    (bytes + alignment - 1) / alignment * alignment
  }
}
