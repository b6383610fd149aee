import Glibc
import Testing

@testable import DASCore

@Suite struct ScratchPoolTests {
  /// A thread that left makes room for the next one, which finds the memory as it was left.
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

  /// Workers of a loop have memory, each its own; afterwards it is nobody's.
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
