import Glibc

/// A fixed-size array of trivial elements that throws `outOfMemory` where Swift's own containers
/// would abort the process. All memory whose size comes from outside is a `Buffer`.
///
/// Elements are aligned to a cache line. Reading through the subscript is checked in debug builds
/// only; hot loops use `base`.
///
/// A local `let` keeps the buffer alive while `base` is in use: Swift does not move a release
/// across an access through an unsafe pointer.
package final class Buffer<Element: BitwiseCopyable>: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Element>
  package let count: Int
  private var isGivenAway = false

  /// Uninitialised memory for `count` elements.
  package init(uninitialized count: Int) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    guard count >= 0, !overflow else {
      throw DASError(.outOfMemory, "cannot allocate \(count) elements: the size overflows")
    }
    guard let memory = Self.allocate(bytes) else {
      throw DASError.outOfMemory(bytes: bytes)
    }
    self.base = memory.bindMemory(to: Element.self, capacity: count)
    self.count = count
  }

  package convenience init(repeating value: Element, count: Int) throws {
    try self.init(uninitialized: count)
    base.initialize(repeating: value, count: count)
  }

  package convenience init(_ source: UnsafePointer<Element>, count: Int) throws {
    try self.init(uninitialized: count)
    base.initialize(from: source, count: count)
  }

  package convenience init(_ array: [Element]) throws {
    try self.init(uninitialized: array.count)
    array.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { base.initialize(from: start, count: source.count) }
    }
  }

  private init(adopting base: UnsafeMutablePointer<Element>, count: Int) {
    (self.base, self.count) = (base, count)
  }

  deinit {
    if isGivenAway { return }
    let bytes = count * MemoryLayout<Element>.stride
    if bytes >= Self.mappedBytes { munmap(base, bytes) } else { free(base) }
  }

  /// The first `count` elements. Mapped memory is handed over without a copy and the pages after
  /// them are returned to the system, so this buffer must not be used any more.
  func trimmed(to count: Int) throws -> Buffer {
    let bytes = count * MemoryLayout<Element>.stride
    guard bytes >= Self.mappedBytes else { return try Buffer(base, count: count) }
    let pages = (bytes + Self.pageBytes - 1) / Self.pageBytes * Self.pageBytes
    let rest = self.count * MemoryLayout<Element>.stride - pages
    if rest > 0 { munmap(UnsafeMutableRawPointer(base) + pages, rest) }
    isGivenAway = true
    return Buffer(adopting: base, count: count)
  }

  /// The size from which memory is mapped. malloc would keep tens of megabytes for each thread that
  /// freed some, and a host would not get them back.
  private static var mappedBytes: Int { 1 << 20 }

  private static var hugeBytes: Int { 4 << 20 }

  private static var pageBytes: Int { sysconf(Int32(_SC_PAGESIZE)) }

  private static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
    if bytes >= mappedBytes {
      let memory = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
      guard let memory, memory != MAP_FAILED else { return nil }
      // Trees are read at random addresses: with pages of 2 MB, where the system offers them,
      // address translation misses less often. A refusal costs nothing.
      if bytes >= hugeBytes { madvise(memory, bytes, MADV_HUGEPAGE) }
      return memory
    }
    var memory: UnsafeMutableRawPointer?
    return posix_memalign(&memory, 64, max(bytes, 64)) == 0 ? memory : nil
  }

  @inlinable package subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  package var elements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: base, count: count)
  }

  /// A copy, for tests and small results; never for memory sized by foreign input.
  package var array: [Element] { Array(elements) }
}
