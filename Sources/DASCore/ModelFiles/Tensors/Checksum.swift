/// CRC-32 as in zlib, gzip and PNG (polynomial 0xEDB88320), so that anybody can check a file.
///
/// Eight bytes a step by eight tables (Kounavis and Berry, "Slicing by 8", 2008).
struct Checksum {
  private static let tables: [[UInt32]] = {
    var tables = [[UInt32]](repeating: [UInt32](repeating: 0, count: 256), count: 8)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables[0][byte] = value
    }
    for byte in 0..<256 {
      for slice in 1..<8 {
        let before = tables[slice - 1][byte]
        tables[slice][byte] = before >> 8 ^ tables[0][Int(before & 0xff)]
      }
    }
    return tables
  }()

  private var state: UInt32 = .max

  var value: UInt32 { ~state }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let tables = Self.tables
    var state = state
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      let mixed = word ^ UInt64(state)
      state = 0
      for slice in 0..<8 {
        state ^= tables[7 - slice][Int(truncatingIfNeeded: mixed >> UInt64(8 * slice) & 0xff)]
      }
      offset += 8
    }
    while offset < bytes.count {
      state = state >> 8 ^ tables[0][Int(UInt8(truncatingIfNeeded: state) ^ bytes[offset])]
      offset += 1
    }
    self.state = state
  }

  /// Eight hexadecimal digits.
  static func text(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }
}
