import Glibc
import Synchronization

/// A team of threads for many short loops in succession. Idle threads spin, so a loop of a few
/// microseconds is worth sharing; `forEach`, which creates and joins threads, costs tens of
/// microseconds.
///
/// A loop waits for the blocks that were begun, never for a thread: if no other thread gets to run,
/// the calling thread does all the work.
final class SpinningThreadTeam: @unchecked Sendable {
  private let ticket = Atomic<UInt64>(Ticket().word)
  private let done = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  /// The body of the current loop. It is written before the loop's ticket, and not again until all
  /// blocks are done.
  private var body = { (_: Int) -> Void in }
  private var workers: [pthread_t] = []

  fileprivate init() {}

  fileprivate func start(_ threads: Int) {
    workers = WorkerThread.start(threads - 1, SpinningThreadTeam.main, self)
  }

  fileprivate func end() {
    isOver.store(true, ordering: .releasing)
    for worker in workers { pthread_join(worker, nil) }
  }

  /// Calls `body` once for each block 0 ..< `count`.
  func forEach(_ count: Int, _ body: (Int) -> Void) {
    if workers.isEmpty || count <= 1 || count > Ticket.maxBlocks {
      for block in 0..<count { body(block) }
      return
    }
    withoutActuallyEscaping(body) { body in
      self.body = body
      done.store(0, ordering: .relaxed)
      let last = Ticket(word: ticket.load(ordering: .relaxed))
      ticket.store(last.next(blocks: count).word, ordering: .releasing)
      while takeBlock() {}
      var spins = 0
      while done.load(ordering: .acquiring) < count { Self.wait(&spins) }
      self.body = { _ in }
    }
  }

  private static let main: WorkerThread.Main = { team in
    if let team, WorkerThread.canWork {
      Unmanaged<SpinningThreadTeam>.fromOpaque(team).takeUnretainedValue().work()
    }
    return nil
  }

  private func work() {
    var spins = 0
    while !isOver.load(ordering: .acquiring) {
      if takeBlock() { spins = 0 } else { Self.wait(&spins) }
    }
  }

  /// Runs one block of the current loop; false if none is left.
  private func takeBlock() -> Bool {
    var word = ticket.load(ordering: .acquiring)
    while let block = Ticket(word: word).block {
      let (taken, now) = ticket.compareExchange(
        expected: word, desired: word &+ 1, ordering: .acquiringAndReleasing)
      if taken {
        body(block)
        done.wrappingAdd(1, ordering: .acquiringAndReleasing)
        return true
      }
      word = now
    }
    return false
  }

  /// Spins, and yields the processor every 64 iterations.
  private static func wait(_ spins: inout Int) {
    spins &+= 1
    if spins & 0x3f == 0 { sched_yield() }
  }
}

/// The number of a loop, of its blocks and of its next block in one word, so that no thread
/// mistakes a block of one loop for that of another.
private struct Ticket {
  static let maxBlocks = 0xffff

  let word: UInt64

  init(word: UInt64 = 0) { self.word = word }

  /// The next block; nil if all are taken.
  var block: Int? {
    let (next, blocks) = (word & 0xffff, word >> 16 & 0xffff)
    return next < blocks ? Int(next) : nil
  }

  func next(blocks: Int) -> Ticket {
    Ticket(word: (word >> 32 &+ 1) << 32 | UInt64(blocks) << 16)
  }
}

extension Execution {
  /// Passes `body` a team of this execution's threads, which are joined before the call returns.
  func withThreadTeam<Result>(_ body: (SpinningThreadTeam) throws -> Result) rethrows -> Result {
    let team = SpinningThreadTeam()
    team.start(threads)
    defer { team.end() }
    return try body(team)
  }
}
