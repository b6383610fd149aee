/// A reader of untrusted files in the layout of `TensorWriter`.
///
/// Every size is checked against the length of the file before anything is allocated, so the length
/// bounds the memory: at most 16 times the file's size plus 32 MiB. The file's bytes are borrowed;
/// tensors are copies.
struct TensorReader {
  private struct Tensor {
    let type: TensorType
    let shape: [Int]
    let range: Range<Int>
  }

  private let file: UnsafeRawBufferPointer
  private var tensors: [String: Tensor] = [:]
  private var metadata: [String: String] = [:]
  /// What the columns of all parts of the file hold; nil for numeric ones without missing cells.
  var schema: Schema?

  /// Headers of this library hold a few dozen entries.
  static let largestHeader = 1 << 20

  init(_ file: UnsafeRawBufferPointer) throws {
    self.file = file
    guard file.count >= 8 else {
      throw Self.broken("it has \(file.count) bytes, not even a header")
    }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(file.count - 8), length <= UInt64(Self.largestHeader) else {
      throw Self.broken("its header claims \(length) bytes of \(file.count)")
    }
    let header = UnsafeRawBufferPointer(rebasing: file[8..<8 + Int(length)])
    try checkChecksum(header)
    try readHeader(header)
  }

  static func broken(_ what: String) -> DASError {
    DASError(.badFormat, "this is not a sound libdas file: \(what)")
  }

  // MARK: - Checksum

  /// The offset of the checksum's digits: after the key as the writer spells it.
  static func checksumOffset(in header: UnsafeRawBufferPointer) -> Int? {
    let key = Array("\"\(TensorWriter.checksumKey)\":\"".utf8)
    guard header.count >= key.count + 8 else { return nil }
    return (0...(header.count - key.count - 8)).first { start in
      header[start] == key[0] && header[start..<start + key.count].elementsEqual(key)
    }.map { $0 + key.count }
  }

  private func checkChecksum(_ header: UnsafeRawBufferPointer) throws {
    guard let offset = Self.checksumOffset(in: header) else {
      throw Self.broken("its header holds no checksum")
    }
    let digits = 8 + offset..<8 + offset + 8
    var checksum = Checksum()
    checksum.add(UnsafeRawBufferPointer(rebasing: file[..<digits.lowerBound]))
    Array(TensorWriter.noChecksum.utf8).withUnsafeBytes { checksum.add($0) }
    checksum.add(UnsafeRawBufferPointer(rebasing: file[digits.upperBound...]))
    guard file[digits].elementsEqual(Checksum.text(checksum.value).utf8) else {
      throw Self.broken("its checksum does not match: the file was damaged or cut")
    }
  }

  // MARK: - Header

  private mutating func readHeader(_ header: UnsafeRawBufferPointer) throws {
    let dataStart = 8 + header.count
    for (name, field) in try Self.members(of: JSON.parse(header), "header") {
      if name == "__metadata__" {
        for (key, text) in try Self.members(of: field.value, name) {
          metadata[key] = try text.string(atMost: Self.largestHeader)
        }
      } else {
        tensors[name] = try Self.tensor(field, dataStart: dataStart, end: file.count)
      }
    }
    var end = dataStart
    for range in tensors.values.map(\.range).sorted(by: Self.precedes) {
      guard range.lowerBound == end else {
        throw Self.broken("its tensors overlap or leave gaps")
      }
      end = range.upperBound
    }
    guard end == file.count else { throw Self.broken("it does not end where its tensors do") }
  }

  private static func precedes(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
    (first.lowerBound, first.upperBound) < (second.lowerBound, second.upperBound)
  }

  private static func members(of value: JSON, _ path: String) throws -> [(String, JSONField)] {
    guard case .object(let members) = value else { throw broken("its \(path) is not an object") }
    return members.map { ($0.key, JSONField($0.value, path: JSONField.path(path, $0.key))) }
  }

  private static func tensor(_ field: JSONField, dataStart: Int, end: Int) throws -> Tensor {
    let types = TensorType.allCases.map(\.rawValue)
    let type = TensorType(rawValue: try field.member("dtype").word(of: types)) ?? .uint8
    let shape = try field.member("shape").items(0...8).map { try $0.integer(in: 0...Int.max) }
    let offsets = try field.member("data_offsets").items(2...2).map {
      try $0.integer(in: 0...(end - dataStart))
    }
    var bytes = type.size
    for length in shape {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: length)
      guard !overflow else { throw broken("a tensor's size overflows") }
      bytes = product
    }
    guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == bytes else {
      throw broken("a tensor's shape does not fit its offsets")
    }
    return Tensor(type: type, shape: shape, range: dataStart + offsets[0]..<dataStart + offsets[1])
  }

  // MARK: - Content

  func text(_ key: String) throws -> String {
    guard let text = metadata[key] else { throw Self.broken("it lacks '\(key)'") }
    return text
  }

  func textIfPresent(_ key: String) -> String? { metadata[key] }

  func integer(_ key: String, in range: ClosedRange<Int>) throws -> Int {
    guard let value = Int(try text(key)), range.contains(value) else {
      throw Self.broken("'\(key)' is not an integer in \(range.lowerBound) ... \(range.upperBound)")
    }
    return value
  }

  /// An integer that a file may lack: nil there.
  func integerIfPresent(_ key: String, in range: ClosedRange<Int>) throws -> Int? {
    metadata[key] == nil ? nil : try integer(key, in: range)
  }

  /// A finite real.
  func real(_ key: String) throws -> Double {
    guard let value = Double(try text(key)), value.isFinite else {
      throw Self.broken("'\(key)' is not a finite number")
    }
    return value
  }

  /// A real that a file may lack: NaN there.
  func realIfPresent(_ key: String, in range: ClosedRange<Double>) throws -> Double {
    guard metadata[key] != nil else { return .nan }
    let value = try real(key)
    guard range.contains(value) else {
      throw Self.broken("'\(key)' is not in \(range.lowerBound) ... \(range.upperBound)")
    }
    return value
  }

  func has(_ name: String) -> Bool { tensors[name] != nil }

  func holds<Element: TensorElement>(_ name: String, _ type: Element.Type) -> Bool {
    tensors[name]?.type == Element.tensorType
  }

  /// Every metadata entry whose key starts with `prefix`, the prefix removed.
  func metadata(under prefix: String) -> [String: String] {
    var found: [String: String] = [:]
    for (key, value) in metadata where key.hasPrefix(prefix) {
      found[String(key.dropFirst(prefix.count))] = value
    }
    return found
  }

  /// A copy of a tensor; `count` is the number of elements that it must have.
  func tensor<Element: TensorElement>(
    _ name: String, of type: Element.Type = Element.self, count: Int? = nil
  ) throws -> Buffer<Element> {
    guard let tensor = tensors[name] else { throw Self.broken("it lacks the tensor '\(name)'") }
    guard tensor.type == Element.tensorType else {
      throw Self.broken("tensor '\(name)' is not \(Element.tensorType.rawValue)")
    }
    let elements = tensor.range.count / tensor.type.size
    guard count == nil || count == elements else {
      throw Self.broken("tensor '\(name)' has \(elements) elements, not \(count ?? 0)")
    }
    let buffer = try Buffer<Element>(uninitialized: elements)
    UnsafeMutableRawBufferPointer(buffer.elements).copyBytes(from: file[tensor.range])
    return buffer
  }

  /// A copy of a tensor of finite reals.
  func finite(_ name: String, count: Int? = nil) throws -> Buffer<Double> {
    let values = try tensor(name, of: Double.self, count: count)
    guard values.elements.allSatisfy(\.isFinite) else {
      throw Self.broken("tensor '\(name)' holds NaN or infinity")
    }
    return values
  }
}
