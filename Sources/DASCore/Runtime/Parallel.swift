import Glibc
import Synchronization

extension Execution {
  /// Calls `body` once for each block 0 ..< `count`, on `threads` threads that are joined before
  /// the call returns. No thread remains, so `fork()` between calls is safe.
  ///
  /// Blocks are assigned in ascending order to whichever thread is free, so a block must depend on
  /// its number alone. If blocks fail, the error of the lowest-numbered one is thrown. With
  /// `reports`, the calling thread reports progress between its blocks.
  package func forEach(
    _ count: Int, reports: Bool = false, _ body: (Int) throws -> Void
  ) throws {
    if threads == 1 || count <= 1 {
      for block in 0..<count {
        try poll(block, of: count, reports: reports)
        try body(block)
      }
      return
    }
    try withoutActuallyEscaping(body) { body in
      let loop = ForkedLoop(count: count, execution: self, body: body)
      let workers = WorkerThread.start(min(threads, count) - 1, ForkedLoop.main, loop)
      loop.work(reports: reports)
      for worker in workers { pthread_join(worker, nil) }
      try loop.finish()
    }
  }

  fileprivate func poll(_ block: Int, of count: Int, reports: Bool) throws {
    if reports { try report(Double(block) / Double(count)) } else { try checkCancelled() }
  }
}

/// The shared state of the threads of one `forEach`.
private final class ForkedLoop: @unchecked Sendable {
  private let count: Int
  let execution: Execution
  private let body: (Int) throws -> Void
  private let next = Atomic<Int>(0)
  private let failure = Mutex<(block: Int, error: any Error)?>(nil)

  init(count: Int, execution: Execution, body: @escaping (Int) throws -> Void) {
    self.count = count
    self.execution = execution
    self.body = body
  }

  static let main: WorkerThread.Main = { loop in
    if let loop, WorkerThread.canWork {
      let loop = Unmanaged<ForkedLoop>.fromOpaque(loop).takeUnretainedValue()
      loop.execution.asWorker { loop.work(reports: false) }
    }
    return nil
  }

  func work(reports: Bool) {
    while true {
      let block = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if block >= count { return }
      do {
        try execution.poll(block, of: count, reports: reports)
        try body(block)
      } catch {
        record(error, block: block)
        return
      }
    }
  }

  private func record(_ error: any Error, block: Int) {
    failure.withLock { first in
      if first == nil || block < first!.block { first = (block, error) }
    }
    // Lower blocks have been assigned already and run to their end; no further one is started.
    next.store(count, ordering: .relaxed)
  }

  func finish() throws {
    if let first = failure.withLock({ $0 }) { throw first.error }
  }
}
