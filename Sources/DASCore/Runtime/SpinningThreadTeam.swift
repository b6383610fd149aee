import Glibc
import Synchronization

/// Threads for many short loops, one after the other: they wait awake, so that a loop of some microseconds
/// is worth sharing. `forEach`, which makes and joins its threads, costs tens of them.
///
/// A loop waits for the blocks that were begun, never for a thread: where the others do not come to run, the
/// calling thread does it all.
final class SpinningThreadTeam: @unchecked Sendable {
  private let ticket = Atomic<UInt64>(Ticket().word)
  private let done = Atomic<Int>(0)
  private let isOver = Atomic<Bool>(false)
  /// Of the present loop. Written before its ticket, and not again until all blocks are done.
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
    if workers.isEmpty || count <= 1 || count > Ticket.mostBlocks {
      for block in 0..<count { body(block) }
      return
    }
    withoutActuallyEscaping(body) { body in
      self.body = body
      done.store(0, ordering: .relaxed)
      let last = Ticket(word: ticket.load(ordering: .relaxed))
      ticket.store(last.next(blocks: count).word, ordering: .releasing)
      while takeBlock() {}
      var turns = 0
      while done.load(ordering: .acquiring) < count { Self.wait(&turns) }
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
    var turns = 0
    while !isOver.load(ordering: .acquiring) {
      if takeBlock() { turns = 0 } else { Self.wait(&turns) }
    }
  }

  /// Does a block of the present loop; false where none is left.
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

  /// Now and then the processor goes to whoever waits for it.
  private static func wait(_ turns: inout Int) {
    turns &+= 1
    if turns & 0x3f == 0 { sched_yield() }
  }
}

/// The number of a loop, of its blocks and of its next block: one word, so that no thread takes a block
/// of one loop for that of another.
private struct Ticket {
  static let mostBlocks = 0xffff

  let word: UInt64

  init(word: UInt64 = 0) { self.word = word }

  /// The block to be done; nil where all are taken.
  var block: Int? {
    let (next, blocks) = (word & 0xffff, word >> 16 & 0xffff)
    return next < blocks ? Int(next) : nil
  }

  func next(blocks: Int) -> Ticket {
    Ticket(word: (word >> 32 &+ 1) << 32 | UInt64(blocks) << 16)
  }
}

extension Execution {
  /// Gives `body` a team of this execution's threads, which are joined before the call returns.
  func withThreadTeam<Result>(_ body: (SpinningThreadTeam) throws -> Result) rethrows -> Result {
    let team = SpinningThreadTeam()
    team.start(threads)
    defer { team.end() }
    return try body(team)
  }
}
