/// A sequence that grows at its end and throws `outOfMemory` where an array would abort.
///
/// - Complexity: appending is O(1) on average; the capacity doubles.
struct GrowingBuffer<Element: BitwiseCopyable>: ~Copyable {
  private var storage: Buffer<Element>
  private(set) var count = 0

  init(capacity: Int) throws {
    self.storage = try Buffer(uninitialized: max(capacity, 1))
  }

  /// Valid until the next `append`.
  var base: UnsafeMutablePointer<Element> { storage.base }

  @inline(__always)
  mutating func append(_ element: Element) throws {
    if count == storage.count { try grow() }
    storage.base[count] = element
    count &+= 1
  }

  @inline(__always)
  mutating func popLast() -> Element? {
    if count == 0 { return nil }
    count &-= 1
    return storage.base[count]
  }

  @inline(never)
  private mutating func grow() throws {
    let larger = try Buffer<Element>(uninitialized: count * 2)
    larger.base.initialize(from: storage.base, count: count)
    storage = larger
  }

  /// The elements in memory of exactly their size.
  func compacted() throws -> Buffer<Element> { try Buffer(storage.base, count: count) }
}
