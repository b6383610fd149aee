import Testing

@testable import DASCore

@Suite struct TensorFileTests {
  private func sample() throws -> Buffer<UInt8> {
    var writer = TensorWriter()
    writer.set("greeting", "hello \"world\" \u{1F600}")
    writer.set("pi", 3.141592653589793)
    writer.add("bytes", try Buffer<UInt8>([1, 2, 3]))
    writer.add("reals", try Buffer<Double>([1.5, -0.0, 1e300, 4]), shape: [2, 2])
    writer.add("counts", try Buffer<Int32>([7, -7]))
    return try writer.encoded()
  }

  private func read<Result>(
    _ file: Buffer<UInt8>, _ body: (TensorReader) throws -> Result
  ) throws -> Result {
    try file.read { try body(TensorReader($0)) }
  }

  @Test func whatIsWrittenIsRead() throws {
    try read(sample()) { reader throws in
      #expect(try reader.text("greeting") == "hello \"world\" \u{1F600}")
      #expect(try reader.real("pi") == 3.141592653589793)
      #expect(try reader.tensor("bytes", of: UInt8.self).array == [1, 2, 3])
      #expect(try reader.finite("reals", count: 4).array == [1.5, 0, 1e300, 4])
      #expect(try reader.tensor("counts", of: Int32.self).array == [7, -7])
    }
  }

  @Test func tensorsAreAligned() throws {
    let file = try sample()
    let header = file.elements.withMemoryRebound(to: UInt8.self) { Int($0[0]) | Int($0[1]) << 8 }
    #expect(header % 8 == 0)
    #expect(file.count == 8 + header + 4 * 8 + 2 * 4 + 3)
  }

  @Test func theSameContentGivesTheSameBytes() throws {
    let (first, second) = (try sample().array, try sample().array)
    #expect(first == second)
  }

  /// One flipped bit anywhere, or one byte fewer, is noticed.
  @Test func damageIsNoticed() throws {
    let file = try sample()
    for position in 0..<file.count {
      for bit in [0, 3, 7] {
        let damaged = try Buffer<UInt8>(file.array)
        damaged[position] ^= 1 << UInt8(bit)
        #expect(throws: DASError.self) { try read(damaged) { _ in } }
      }
      let cut = try Buffer<UInt8>(Array(file.array.prefix(position)))
      #expect(throws: DASError.self) { try read(cut) { _ in } }
    }
  }

  /// A header whose checksum is right can still lie about types, shapes and places.
  @Test(arguments: [
    #""t":{"dtype":"F64","shape":[9],"data_offsets":[0,8]}"#,
    #""t":{"dtype":"F64","shape":[1],"data_offsets":[0,16]}"#,
    #""t":{"dtype":"F64","shape":[1],"data_offsets":[8,0]}"#,
    #""t":{"dtype":"F16","shape":[4],"data_offsets":[0,8]}"#,
    #""t":{"dtype":"F64","shape":[-1],"data_offsets":[0,8]}"#,
    #""t":{"dtype":"F64","shape":[4611686018427387904,8],"data_offsets":[0,8]}"#,
    #""t":{"dtype":"F64","shape":[1]}"#,
    #""t":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}"#,
    #""t":{"dtype":"U8","shape":[4],"data_offsets":[4,8]}"#,
    #""t":{"dtype":"U8","shape":[5],"data_offsets":[0,5]},"u":{"dtype":"U8","shape":[5],"data_offsets":[3,8]}"#,
    #""t":[]"#,
  ])
  func lyingHeadersAreRefused(_ tensor: String) throws {
    let header = #"{"__metadata__":{"checksum":"00000000"},"# + tensor + "}"
    let file = try Self.sealed(header, data: 8)
    #expect(throws: DASError.self) { try read(file) { _ in } }
  }

  @Test func aSoundHandMadeFileIsRead() throws {
    let header =
      #"{"__metadata__":{"checksum":"00000000"},"t":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}"#
    try read(Self.sealed(header, data: 8)) { reader throws in
      #expect(try reader.tensor("t", of: UInt8.self).count == 8)
      #expect(throws: DASError.self) { try reader.tensor("t", of: Double.self) }
      #expect(throws: DASError.self) { try reader.tensor("t", of: UInt8.self, count: 7) }
      #expect(throws: DASError.self) { try reader.text("absent") }
    }
  }

  /// A file with this header, `data` zero bytes, and a true checksum.
  static func sealed(_ header: String, data: Int) throws -> Buffer<UInt8> {
    let text = Array(header.utf8)
    var bytes = (0..<8).map { UInt8(text.count >> (8 * $0) & 0xff) } + text
    bytes += [UInt8](repeating: 0, count: data)
    var checksum = Checksum()
    bytes.withUnsafeBytes { checksum.add($0) }
    let position = text.withUnsafeBytes { TensorReader.checksumOffset(in: $0) }
    if let position {
      for (index, digit) in Checksum.text(checksum.value).utf8.enumerated() {
        bytes[8 + position + index] = digit
      }
    }
    return try Buffer(bytes)
  }
}
