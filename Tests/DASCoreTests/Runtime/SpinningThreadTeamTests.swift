import Testing

@testable import DASCore

@Suite struct SpinningThreadTeamTests {
  /// Each block of each loop runs once, and its writes are visible when the loop returns.
  @Test(arguments: [1, 2, 5]) func everyBlockIsDoneOnce(_ threads: Int) throws {
    let execution = Execution(threads: threads)
    let counts = try Buffer<Int>(repeating: 0, count: 70_000)
    execution.withThreadTeam { team in
      for loop in 0..<3000 {
        let blocks = loop % 9
        nonisolated(unsafe) let base = counts.base
        base.update(repeating: 0, count: blocks + 1)
        team.forEach(blocks) { base[$0] += loop + 1 }
        #expect((0...blocks).allSatisfy { counts[$0] == ($0 < blocks ? loop + 1 : 0) })
      }
      // More blocks than a ticket can count.
      counts.base.update(repeating: 0, count: 70_000)
      nonisolated(unsafe) let base = counts.base
      team.forEach(70_000) { base[$0] += 1 }
    }
    #expect(counts.elements.allSatisfy { $0 == 1 })
  }

  /// The threads are joined even if the body throws.
  @Test func errorsPass() {
    #expect(throws: DASError(.cancelled, "x")) {
      try Execution(threads: 3).withThreadTeam { team in
        team.forEach(2) { _ in }
        throw DASError(.cancelled, "x")
      }
    }
  }
}
