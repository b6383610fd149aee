internal import DASCore

/// The bytes of a text or file image that C passes with its size.
func requiredBytes<Element>(
  _ bytes: UnsafePointer<Element>?, _ name: String, size: Int64
) throws -> UnsafeRawBufferPointer {
  let start = try required(bytes, name)
  guard size >= 0, size < Int64(1) << 48 else {
    throw DASError(.outOfRange, "size of \(name) is \(size); it takes an integer of at least 0")
  }
  return UnsafeRawBufferPointer(start: start, count: Int(size))
}

/// The two-call idiom for text: the size with its ending zero always, the text where there is room.
func copy(
  _ text: String, to buffer: UnsafeMutablePointer<CChar>?, capacity: Int64,
  size: UnsafeMutablePointer<Int64>?
) throws {
  let bytes = text.utf8CString
  try required(size, "size").pointee = Int64(bytes.count)
  if buffer == nil, capacity == 0 { return }
  let target = try requiredRoom(buffer, "buffer", capacity: capacity, needed: bytes.count)
  bytes.withUnsafeBufferPointer { source in
    if let start = source.baseAddress { target.update(from: start, count: source.count) }
  }
}
