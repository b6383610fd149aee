/// Memory that a call borrows for short and gives back, kept for the next call: the stack of one
/// thread of an execution.
///
/// It grows by what found no room, up to `most` bytes. So a call like the one before asks for no memory,
/// and no execution holds much.
final class ScratchMemory {
  static let most = 1 << 22
  private static let least = 1 << 16
  private static let alignment = 64

  private var block: Buffer<UInt8>?
  private var (used, borrowers, missing) = (0, 0, 0)

  /// A place for so many bytes, at most `most`; nil where there is no room.
  func lend(_ bytes: Int) throws -> UnsafeMutableRawPointer? {
    let size = Self.rounded(bytes)
    if borrowers == 0, size > (block?.count ?? 0) { try replace(atLeast: size) }
    guard let block, size <= block.count - used else {
      missing = min(missing + size, Self.most)
      return nil
    }
    (used, borrowers) = (used + size, borrowers + 1)
    return UnsafeMutableRawPointer(block.base + used - size)
  }

  /// A place comes back; its room can be lent again when all that was lent after it is back too.
  func takeBack(_ place: UnsafeMutableRawPointer, _ bytes: Int) {
    guard let block else { return }
    let size = Self.rounded(bytes)
    if place + size == block.base + used { used -= size }
    borrowers -= 1
    guard borrowers == 0 else { return }
    used = 0
    // Without memory for it, nothing is kept.
    if missing > 0 { try? replace(atLeast: min(block.count + missing, Self.most)) }
  }

  private func replace(atLeast size: Int) throws {
    (block, missing) = (nil, 0)
    block = try Buffer(uninitialized: max(size, Self.least))
  }

  private static func rounded(_ bytes: Int) -> Int {
    (bytes + alignment - 1) / alignment * alignment
  }
}
