import Testing

@testable import DASCore

@Suite struct ExecutionTests {
  /// Through nested parts and threads, progress rises within [0, 1], ends at 1 and names its stage.
  @Test(arguments: [1, 3]) func progressIsMonotone(threads: Int) throws {
    var (seen, stages): ([Double], [String]) = ([], [])
    let execution = Execution(
      threads: threads,
      progress: { stage, fraction in
        seen.append(fraction)
        if stages.last != stage { stages.append(stage) }
        return true
      })
    try execution.run("outer", spanning: 0...0.7) {
      try execution.run("first", spanning: 0...0.3) {
        try execution.forEach(50, reports: true) { _ in }
      }
      try execution.run("second", spanning: 0.3...1) { try execution.report(7) }
    }
    try execution.run("last", spanning: 0.7...1) {
      try execution.forEach(9, reports: true) { _ in }
    }
    #expect(seen == seen.sorted())
    #expect(seen.first == 0 && seen.last == 1)
    #expect(seen.contains(0.7))
    #expect(stages == ["outer", "first", "second", "outer", "last"])
  }

  /// A progress callback that returns false cancels the call and every later one.
  @Test func progressCancels() {
    let execution = Execution(progress: { _, fraction in fraction < 0.5 })
    var last = 0
    let code = thrownCode {
      try execution.forEach(100, reports: true) { last = $0 }
    }
    #expect(code == .cancelled)
    #expect(last == 49)
    #expect(execution.isCancelled)
  }

  /// A stage that fails leaves the enclosing stage as it was.
  @Test func failureRestoresTheStage() throws {
    var stages: [String] = []
    let execution = Execution(progress: { stage, _ in
      stages.append(stage)
      return true
    })
    try execution.run("outer") {
      try? execution.run("inner") { throw DASError(.internal, "") }
      stages = []
      try execution.report(0.5)
    }
    #expect(stages.first == "outer")
  }

  @Test func isCancelledFromOutside() {
    var stop = false
    let execution = Execution(isCancelled: { stop })
    #expect(!execution.isCancelled)
    stop = true
    #expect(thrownCode { try execution.checkCancelled() } == .cancelled)
  }

  /// Messages arrive unchanged; without a listener they are not built.
  @Test func logs() {
    var lines: [String] = []
    Execution(log: { level, line in lines.append("\(level) \(line)") }).log(.warning, "careful")
    #expect(lines == ["warning careful"])
    func unwanted() -> String {
      Issue.record("made a message that nobody reads")
      return ""
    }
    Execution().log(.info, unwanted())
  }
}
