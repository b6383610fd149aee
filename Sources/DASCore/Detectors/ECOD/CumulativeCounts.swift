/// For each distinct value of a column, the number of values below it: its offset, plus the ties
/// before it.
///
/// Each block of 64 offsets stores the ties before it, and each offset a byte of further ties. If a
/// byte overflows, as at a value that fills part of the column, the block's counts are stored in
/// full, in a table that is otherwise untouched and so takes address space but no memory.
struct CumulativeCounts: Sendable {
  static let blockSize = 64

  private let bases: Buffer<Int32>
  private let extras: Buffer<UInt8>
  private let counts: Buffer<Int32>

  /// Room for columns that begin at multiples of `blockSize`.
  init(capacity: Int) throws {
    bases = try Buffer(uninitialized: capacity / Self.blockSize)
    extras = try Buffer(uninitialized: capacity)
    counts = try Buffer(uninitialized: capacity)
  }

  /// The counts of one block.
  typealias Block = InlineArray<64, Int32>

  /// Stores a block of the column that begins at `start`.
  func store(_ below: borrowing Block, offsets: Range<Int>, at start: Int) {
    let first = start + offsets.lowerBound
    let base = below[0] - Int32(offsets.lowerBound)
    // Counts grow by at least 1, so the last offset has the most ties before it.
    let isNarrow = Int(below[offsets.count - 1]) - (offsets.upperBound - 1) - Int(base) <= 255
    bases.base[first / Self.blockSize] = isNarrow ? base : -1
    if isNarrow {
      for offset in 0..<offsets.count {
        let extra = below[offset] &- below[0] &- Int32(truncatingIfNeeded: offset)
        extras.base[first + offset] = UInt8(truncatingIfNeeded: extra)
      }
    } else {
      for offset in 0..<offsets.count { counts.base[first + offset] = below[offset] }
    }
  }

  /// Stores the counts of a whole column of `size` offsets.
  func store(_ below: UnsafePointer<Int32>, size: Int, at start: Int) {
    for first in stride(from: 0, to: size, by: Self.blockSize) {
      let offsets = first..<min(first + Self.blockSize, size)
      store(Block { below[min(first + $0, size - 1)] }, offsets: offsets, at: start)
    }
  }

  /// The count at an offset of the column that begins at `start`.
  @inline(__always)
  func below(_ offset: Int, from start: Int) -> Int32 {
    let index = start &+ offset
    let base = bases.base[index / Self.blockSize]
    if base < 0 { return counts.base[index] }
    return Int32(truncatingIfNeeded: offset) &+ base &+ Int32(extras.base[index])
  }
}
