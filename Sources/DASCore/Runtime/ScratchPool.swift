import Glibc

/// The arenas of worker threads, kept from one `forEach` to the next.
///
/// Otherwise each block of work would map its memory again, and two threads would lose in the
/// kernel what they gain.
final class ScratchPool: Sendable {
  private struct Worker {
    let arena = ScratchArena()
    /// The current owner.
    var thread: pthread_t?
  }

  private let workers = Mutex<[Worker]>([])

  /// Assigns a thread an arena that no other thread uses.
  func join(_ thread: pthread_t) {
    workers.withLock { workers in
      let free = workers.firstIndex { $0.thread == nil } ?? workers.count
      if free == workers.count { workers.append(Worker()) }
      workers[free].thread = thread
    }
  }

  func leave(_ thread: pthread_t) {
    workers.withLock { workers in
      if let index = Self.index(of: thread, in: workers) { workers[index].thread = nil }
    }
  }

  func arena(of thread: pthread_t) -> ScratchArena? {
    workers.withLock { workers in Self.index(of: thread, in: workers).map { workers[$0].arena } }
  }

  private static func index(of thread: pthread_t, in workers: [Worker]) -> Int? {
    workers.firstIndex { $0.thread.map { pthread_equal($0, thread) != 0 } ?? false }
  }
}
