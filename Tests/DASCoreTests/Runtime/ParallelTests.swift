import Synchronization
import Testing

@testable import DASCore

@Suite struct ParallelTests {
  private static let threadCounts = [1, 2, 5, 64]

  @Test(arguments: threadCounts, [0, 1, 3, 1000])
  func runsEveryBlockOnce(threads: Int, count: Int) throws {
    let visits = try Buffer<Int>(repeating: 0, count: count)
    try Execution(threads: threads).forEach(count) { visits.base[$0] += 1 }
    #expect(visits.array == Array(repeating: 1, count: count))
  }

  /// The error of the lowest block is thrown, even if another block fails first.
  @Test(arguments: threadCounts) func throwsTheLowestError(threads: Int) throws {
    for _ in 0..<20 {
      let execution = Execution(threads: threads)
      #expect(throws: DASError(.internal, "block 17")) {
        try execution.forEach(200) { block in
          if block >= 17 { throw DASError(.internal, "block \(block)") }
        }
      }
    }
  }

  /// After a cancellation no block begins, and the call throws.
  @Test(arguments: threadCounts) func cancels(threads: Int) throws {
    let execution = Execution(threads: threads)
    let begun = Atomic<Int>(0)
    let code = thrownCode {
      try execution.forEach(10_000) { _ in
        begun.add(1, ordering: .relaxed)
        execution.cancel()
      }
    }
    #expect(code == .cancelled)
    #expect(begun.load(ordering: .relaxed) <= threads)
  }

  /// A loop inside a loop does its work once.
  @Test func nests() throws {
    let total = Atomic<Int>(0)
    try Execution(threads: 3).forEach(10) { _ in
      try Execution(threads: 2).forEach(10) { _ in total.add(1, ordering: .relaxed) }
    }
    #expect(total.load(ordering: .relaxed) == 100)
  }
}
