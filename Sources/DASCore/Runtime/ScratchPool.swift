import Glibc

/// The scratch memory of worker threads, kept from one `forEach` to the next.
///
/// Without it each block that a worker takes would map its memory anew, and two threads would spend in
/// the kernel what they gain.
final class ScratchPool: Sendable {
  private struct Worker {
    let memory = ScratchArena()
    /// Whose it is just now.
    var thread: pthread_t?
  }

  private let workers = Mutex<[Worker]>([])

  /// Gives a thread memory that no other thread uses.
  func join(_ thread: pthread_t) {
    workers.withLock { workers in
      let free = workers.firstIndex { $0.thread == nil } ?? workers.count
      if free == workers.count { workers.append(Worker()) }
      workers[free].thread = thread
    }
  }

  func leave(_ thread: pthread_t) {
    workers.withLock { workers in
      if let place = Self.place(of: thread, in: workers) { workers[place].thread = nil }
    }
  }

  func arena(of thread: pthread_t) -> ScratchArena? {
    workers.withLock { workers in Self.place(of: thread, in: workers).map { workers[$0].memory } }
  }

  private static func place(of thread: pthread_t, in workers: [Worker]) -> Int? {
    workers.firstIndex { $0.thread.map { pthread_equal($0, thread) != 0 } ?? false }
  }
}
