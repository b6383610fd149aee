import Testing

@testable import DASCore

@Suite struct MutexTests {
  /// Increments of several threads are all counted.
  @Test func oneThreadAtATimeSeesTheValue() throws {
    let count = Mutex(0)
    try Execution(threads: 4).forEach(10_000) { _ in count.withLock { $0 += 1 } }
    #expect(count.withLock { $0 } == 10_000)
  }

  /// An error of the body is passed on, and the lock is free again.
  @Test func anErrorLeavesTheLockFree() {
    let count = Mutex(0)
    #expect(throws: DASError.self) {
      try count.withLock { _ in throw DASError(.cancelled, "stopped") }
    }
    #expect(count.withLock { $0 } == 0)
  }
}
