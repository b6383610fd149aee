/// A growing array that throws `outOfMemory` where Swift's own would abort.
///
/// - Complexity: appending is O(1) amortised; the capacity doubles.
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
    if count == storage.count { try reserve(2 * count) }
    storage.base[count] = element
    count &+= 1
  }

  mutating func append(contentsOf other: Buffer<Element>) throws {
    let needed = count + other.count
    if needed > storage.count { try reserve(max(needed, 2 * count)) }
    (storage.base + count).update(from: other.base, count: other.count)
    count = needed
  }

  @inline(__always)
  mutating func popLast() -> Element? {
    if count == 0 { return nil }
    count &-= 1
    return storage.base[count]
  }

  /// Makes room for `capacity` elements in total.
  @inline(never)
  mutating func reserve(_ capacity: Int) throws {
    let larger = try Buffer<Element>(uninitialized: capacity)
    larger.base.update(from: storage.base, count: count)
    storage = larger
  }

  /// A copy of exactly the size of the elements.
  func compacted() throws -> Buffer<Element> { try Buffer(storage.base, count: count) }

  /// Moves the elements out, without a copy if they are many, and leaves the buffer empty.
  mutating func takeAll() throws -> Buffer<Element> {
    let all = try storage.trimmed(to: count)
    (storage, count) = (try Buffer(uninitialized: 1), 0)
    return all
  }
}
