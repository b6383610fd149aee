import Glibc
import Testing

@testable import DASCore

@Suite struct ScratchPoolTests {
  /// The arena of a thread that left passes to the next, with its memory.
  @Test func memoryPassesOn() {
    let workers = ScratchPool()
    #expect(workers.arena(of: pthread_self()) == nil)
    workers.join(pthread_self())
    let first = workers.arena(of: pthread_self())
    #expect(first != nil)
    workers.leave(pthread_self())
    #expect(workers.arena(of: pthread_self()) == nil)
    workers.join(pthread_self())
    #expect(workers.arena(of: pthread_self()) === first)
  }

  /// Each worker of a loop has an arena of its own, which is free afterwards.
  @Test func workersOfALoopHaveMemory() throws {
    let execution = Execution(threads: 3)
    let seen = Mutex<[ObjectIdentifier: pthread_t]>([:])
    try execution.forEach(300) { _ in
      guard let memory = execution.threadArena else {
        throw DASError(.invalidArgument, "no memory")
      }
      let owner = seen.withLock { seen in
        let id = ObjectIdentifier(memory)
        if seen[id] == nil { seen[id] = pthread_self() }
        return seen[id]!
      }
      if pthread_equal(owner, pthread_self()) == 0 { throw DASError(.invalidArgument, "shared") }
    }
    #expect(seen.withLock { $0.count } <= 3)
  }
}
