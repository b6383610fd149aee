import Testing

@testable import DASCore

@Suite struct ScratchTests {
  /// Pieces in use at the same time are disjoint, whether they fit or not.
  @Test func piecesAreDisjoint() throws {
    let execution = Execution()
    for _ in 0..<3 {
      let first = try execution.scratch(1000)
      let second = try execution.scratch(20_000)
      let third = try execution.scratch(7, of: Int32.self)
      first.base.update(repeating: 1, count: 1000)
      second.base.update(repeating: 2, count: 20_000)
      third.base.update(repeating: 3, count: 7)
      #expect((0..<1000).allSatisfy { first.base[$0] == 1 })
      #expect((0..<20_000).allSatisfy { second.base[$0] == 2 })
    }
  }

  /// A second scope like the first has one block for all its pieces, and a third the same block.
  @Test func memoryIsKept() throws {
    let execution = Execution()
    func distance() throws -> (Int, UInt) {
      let first = try execution.scratch(10_000)
      let second = try execution.scratch(50_000)
      return (second.base - first.base, UInt(bitPattern: first.base))
    }
    _ = try distance()
    let (second, third) = (try distance(), try distance())
    #expect(second.0 == 10_000 && third == second)
  }

  /// Freeing an earlier piece does not affect a later one.
  @Test func orderIsFree() throws {
    let memory = ScratchArena()
    let first = try #require(try memory.allocate(64))
    let second = try #require(try memory.allocate(64))
    memory.free(first, 64)
    let third = try #require(try memory.allocate(64))
    #expect(third == second + 64)
    memory.free(third, 64)
    memory.free(second, 64)
    #expect(try memory.allocate(64) == first)
  }

  /// The arena grows by what did not fit at one time, not by the total over time.
  @Test func growsByWhatIsMissingAtOnce() throws {
    let memory = ScratchArena()
    let first = try #require(try memory.allocate(64))
    for _ in 0..<50 {
      #expect(try memory.allocate(100_000) == nil)
      memory.free(nil, 100_000)
    }
    memory.free(first, 64)
    let all = try #require(try memory.allocate(150_000))
    #expect(try memory.allocate(100_000) == nil)
    memory.free(nil, 100_000)
    memory.free(all, 150_000)
  }

  /// Each thread has memory of its own.
  @Test func threadsHaveTheirOwn() throws {
    let execution = Execution(threads: 4)
    try execution.forEach(200) { block in
      let piece = try execution.scratch(5000, of: Int.self)
      piece.base.update(repeating: block, count: 5000)
      try execution.checkCancelled()
      #expect((0..<5000).allSatisfy { piece.base[$0] == block })
    }
  }

  @Test func tooMuchIsOutOfMemory() {
    let execution = Execution()
    #expect(thrownCode { _ = try execution.scratch(Int.max / 8) } == .outOfMemory)
    #expect(thrownCode { _ = try execution.scratch(Int.max) } == .outOfMemory)
    #expect(thrownCode { _ = try execution.scratch(-1) } == .outOfMemory)
  }
}
