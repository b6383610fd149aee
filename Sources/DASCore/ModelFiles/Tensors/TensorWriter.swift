/// A writer of safetensors files.
///
/// The layout is 8 bytes of header length, a JSON header padded with spaces to a multiple of 8,
/// then the tensors without gaps, the widest elements first, so that each is aligned. The order is
/// fixed by type and name: the same content gives the same bytes.
struct TensorWriter {
  private struct Tensor {
    let name: String
    let type: TensorType
    let shape: [Int]
    let bytes: UnsafeRawBufferPointer
    let owner: AnyObject
  }

  static let checksumKey = "checksum"
  static let noChecksum = "00000000"

  private var tensors: [Tensor] = []
  private var metadata: [String: String] = [:]

  mutating func set(_ key: String, _ value: String) { metadata[key] = value }
  mutating func set(_ key: String, _ value: Double) { metadata[key] = "\(value)" }
  mutating func set(_ key: String, _ value: Int) { metadata[key] = "\(value)" }

  /// Adds a tensor; without a shape it is a vector.
  mutating func add<Element: TensorElement>(
    _ name: String, _ buffer: Buffer<Element>, shape: [Int]? = nil
  ) {
    tensors.append(
      Tensor(
        name: name, type: Element.tensorType, shape: shape ?? [buffer.count],
        bytes: UnsafeRawBufferPointer(buffer.elements), owner: buffer))
  }

  /// The file's bytes, its checksum included.
  func encoded() throws -> Buffer<UInt8> {
    let ordered = tensors.sorted { ($1.type.size, $0.name) < ($0.type.size, $1.name) }
    let header = try headerBytes(ordered)
    let size = ordered.reduce(8 + header.count) { $0 + $1.bytes.count }
    let file = try Buffer<UInt8>(uninitialized: size)
    let target = UnsafeMutableRawBufferPointer(file.elements)
    target.storeBytes(of: UInt64(header.count).littleEndian, as: UInt64.self)
    target[8...].copyBytes(from: header)
    var offset = 8 + header.count
    for tensor in ordered {
      target[offset...].copyBytes(from: tensor.bytes)
      offset += tensor.bytes.count
    }
    writeChecksum(to: target, headerSize: header.count)
    withExtendedLifetime(self) {}
    return file
  }

  private func headerBytes(_ ordered: [Tensor]) throws -> [UInt8] {
    var described = metadata
    described[Self.checksumKey] = Self.noChecksum
    let sorted = described.sorted { $0.key < $1.key }
    var members = [
      JSON.Member("__metadata__", .object(sorted.map { JSON.Member($0.key, .string($0.value)) }))
    ]
    var offset = 0
    for tensor in ordered {
      members.append(JSON.Member(tensor.name, description(of: tensor, at: offset)))
      offset += tensor.bytes.count
    }
    var header = Array(try JSON.object(members).text().utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    return header
  }

  private func description(of tensor: Tensor, at offset: Int) -> JSON {
    .object([
      JSON.Member("dtype", .string(tensor.type.rawValue)),
      JSON.Member("shape", .array(tensor.shape.map { .integer($0) })),
      JSON.Member(
        "data_offsets", .array([.integer(offset), .integer(offset + tensor.bytes.count)])),
    ])
  }

  /// Puts the checksum of the whole file, taken with its own digits as zeros, in their offset.
  private func writeChecksum(to file: UnsafeMutableRawBufferPointer, headerSize: Int) {
    var checksum = Checksum()
    checksum.add(UnsafeRawBufferPointer(file))
    let header = UnsafeRawBufferPointer(rebasing: file[8..<8 + headerSize])
    guard let offset = TensorReader.checksumOffset(in: header) else { return }
    for (index, digit) in Checksum.text(checksum.value).utf8.enumerated() {
      file[8 + offset + index] = digit
    }
  }
}
