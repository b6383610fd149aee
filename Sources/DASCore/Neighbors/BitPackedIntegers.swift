/// A table of non-negative integers, each in the number of bits that the largest takes.
///
/// Rows begin at byte boundaries, so that threads may write different rows.
struct BitPackedIntegers: Sendable {
  let columns: Int
  private let width: Int
  private let rowBytes: Int
  private let bytes: Buffer<UInt8>

  /// Room for integers below `limit`. Rows and integers are below 2^31, and columns far fewer.
  init(rows: Int, columns: Int, below limit: Int) throws {
    self.columns = columns
    width = Int.bitWidth - max(limit - 1, 0).leadingZeroBitCount
    rowBytes = (columns * width + 7) / 8
    // An integer is read as part of eight bytes, so the last needs padding.
    bytes = try Buffer(uninitialized: rows * rowBytes + 8)
  }

  func write(_ numbers: UnsafePointer<Int32>, row: Int) {
    var target = bytes.base + row * rowBytes
    var (pending, bits): (UInt64, Int) = (0, 0)
    for column in 0..<columns {
      pending |= UInt64(truncatingIfNeeded: numbers[column]) << bits
      bits += width
      while bits >= 8 {
        target.pointee = UInt8(truncatingIfNeeded: pending)
        (target, pending, bits) = (target + 1, pending >> 8, bits - 8)
      }
    }
    if bits > 0 { target.pointee = UInt8(truncatingIfNeeded: pending) }
  }

  func read(row: Int, into numbers: UnsafeMutablePointer<Int32>) {
    let (source, mask) = (UnsafeRawPointer(bytes.base + row * rowBytes), UInt64(1) << width - 1)
    for column in 0..<columns {
      let bit = column * width
      let word = source.loadUnaligned(fromByteOffset: bit / 8, as: UInt64.self)
      numbers[column] = Int32(truncatingIfNeeded: word >> (bit % 8) & mask)
    }
  }
}
