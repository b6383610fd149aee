/// Uninitialised memory for a scope, from what the execution keeps for each of its threads.
///
/// On threads that are not its own, and where there is no room, it is a `Buffer`.
package struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  private let bytes: Int
  private let arena: ScratchArena?
  private let own: Buffer<Element>?

  /// Memory for `count` elements; throws `outOfMemory`.
  fileprivate init(_ count: Int, from memory: ScratchArena?) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    self.bytes = bytes
    let isModest = !overflow && (0...ScratchArena.most).contains(bytes)
    arena = isModest ? memory : nil
    if let place = try arena?.allocate(bytes) {
      (base, own) = (place.bindMemory(to: Element.self, capacity: count), nil)
      return
    }
    do {
      let buffer = try Buffer<Element>(uninitialized: count)
      (base, own) = (buffer.base, buffer)
    } catch {
      arena?.free(nil, bytes)
      throw error
    }
  }

  deinit { arena?.free(own == nil ? UnsafeMutableRawPointer(base) : nil, bytes) }
}

extension Execution {
  /// Uninitialised memory for `count` numbers until the end of the caller's scope.
  package func scratch(_ count: Int) throws -> Scratch<Double> {
    try Scratch(count, from: threadArena)
  }

  /// The same for elements of any type.
  package func scratch<Element: BitwiseCopyable>(
    _ count: Int, of type: Element.Type
  ) throws -> Scratch<Element> {
    try Scratch(count, from: threadArena)
  }
}
