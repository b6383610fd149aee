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

/// The two-call idiom: the number of elements always, the elements where there is room.
///
/// - Parameter names: what das.h calls `target` and `count`.
func copy<Element>(
  _ values: Buffer<Element>, to target: UnsafeMutablePointer<Element>?, capacity: Int64,
  count: UnsafeMutablePointer<Int64>?, names: (target: String, count: String) = ("buffer", "size")
) throws {
  try required(count, names.count).pointee = Int64(values.count)
  if target == nil, capacity == 0 { return }
  let target = try requiredRoom(
    target, names.target, capacity: capacity, needed: values.count)
  target.update(from: values.base, count: values.count)
}

/// The same for text, its ending zero included.
func copy(
  _ text: String, to buffer: UnsafeMutablePointer<CChar>?, capacity: Int64,
  size: UnsafeMutablePointer<Int64>?
) throws {
  try copy(Buffer(Array(text.utf8CString)), to: buffer, capacity: capacity, count: size)
}
