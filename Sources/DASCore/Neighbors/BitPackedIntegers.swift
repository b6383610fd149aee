/// A table of numbers from 0 up, each in the fewest bits that hold the greatest.
///
/// A row begins at a byte of its own, so that threads may write different rows.
struct BitPackedIntegers: Sendable {
  let columns: Int
  private let width: Int
  private let rowBytes: Int
  private let bytes: Buffer<UInt8>

  /// Room for numbers below `limit`. Rows and numbers are below 2^31, and columns far fewer.
  init(rows: Int, columns: Int, below limit: Int) throws {
    self.columns = columns
    width = Int.bitWidth - max(limit - 1, 0).leadingZeroBitCount
    rowBytes = (columns * width + 7) / 8
    // A number is read as a part of eight bytes, the last one with some behind it.
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
