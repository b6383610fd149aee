/// Uninitialised memory for a scope, from the arena of the current thread.
///
/// It falls back to a `Buffer` on threads that are not the execution's, and where the arena is
/// full.
package struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  package let base: UnsafeMutablePointer<Element>
  private let bytes: Int
  private let arena: ScratchArena?
  private let own: Buffer<Element>?

  /// Memory for `count` elements.
  fileprivate init(_ count: Int, from threadArena: ScratchArena?) throws {
    let (bytes, overflow) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    self.bytes = bytes
    let isModest = !overflow && (0...ScratchArena.maxBytes).contains(bytes)
    arena = isModest ? threadArena : nil
    if let piece = try arena?.allocate(bytes) {
      (base, own) = (piece.bindMemory(to: Element.self, capacity: count), nil)
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
  /// Uninitialised memory for `count` numbers, until the end of the caller's scope.
  package func scratch(_ count: Int) throws -> Scratch<Double> {
    try Scratch(count, from: threadArena)
  }

  /// Uninitialised memory for `count` elements of any type, until the end of the caller's scope.
  package func scratch<Element: BitwiseCopyable>(
    _ count: Int, of type: Element.Type
  ) throws -> Scratch<Element> {
    try Scratch(count, from: threadArena)
  }
}
