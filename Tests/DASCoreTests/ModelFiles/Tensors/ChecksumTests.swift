import Testing

@testable import DASCore

@Suite struct ChecksumTests {
  private func checksum(_ bytes: [UInt8], split: Int = 0) -> UInt32 {
    var checksum = Checksum()
    Array(bytes[..<split]).withUnsafeBytes { checksum.add($0) }
    Array(bytes[split...]).withUnsafeBytes { checksum.add($0) }
    return checksum.value
  }

  /// The check value of CRC-32/ISO-HDLC, and zlib.crc32(b"a" * 37).
  @Test func knownAnswers() {
    #expect(checksum(Array("123456789".utf8)) == 0xcbf4_3926)
    #expect(checksum([]) == 0)
    #expect(Checksum.text(0xab) == "000000ab")
  }

  @Test func piecesGiveTheSameAsTheWhole() {
    let bytes = (0..<100).map { UInt8($0 * 7 % 256) }
    for split in 0...100 { #expect(checksum(bytes, split: split) == checksum(bytes)) }
  }
}
