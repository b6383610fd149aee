import DASHeader
import Glibc
import Testing

/// What the callbacks of a context saw.
private final class Witness {
  var stages: [String] = []
  var fractions: [Double] = []
  var levels: Set<Int32> = []
  var lines: [String] = []
  /// The report at which the callback asks to cancel; nil: never.
  var cancelAt: Int?
  /// A context to be cancelled at that report, instead of by what the callback returns.
  var cancels: das_context_ref?
  var cancelsInThread = false

  /// A witness is never released: the library may call it after the test's last use of it.
  var pointer: UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

  static func at(_ user: UnsafeMutableRawPointer?) -> Witness? {
    user.map { Unmanaged<Witness>.fromOpaque($0).takeUnretainedValue() }
  }

  static let progress: das_progress_fn = { user, stage, fraction in
    guard let witness = Witness.at(user), let stage else { return -1 }
    witness.stages.append(String(cString: stage))
    witness.fractions.append(fraction)
    guard witness.fractions.count - 1 == witness.cancelAt else { return 0 }
    guard let context = witness.cancels else { return 1 }
    if witness.cancelsInThread { cancelInThread(context) } else { das_context_cancel(context) }
    return 0
  }

  static let log: das_log_fn = { user, level, line in
    guard let witness = Witness.at(user), let line else { return }
    witness.levels.insert(level)
    witness.lines.append(String(cString: line))
  }
}

private func cancelInThread(_ context: das_context_ref) {
  var thread = pthread_t()
  let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
    das_context_cancel(context.map { OpaquePointer($0) })
    return nil
  }
  guard pthread_create(&thread, nil, main, UnsafeMutableRawPointer(context)) == 0 else { return }
  pthread_join(thread, nil)
}

@Suite struct ProgressTests {
  private static let cancelled = Outcome.failed(DAS_ERROR_CANCELLED, "the call was cancelled")

  private func enhance(_ session: Session) throws -> Outcome {
    let detector = try session.smallForest("iforest")
    return session.enhance { $0.detector = detector.reference }.outcome
  }

  @Test("progress names its stages and goes from 0 to 1 without a step back")
  func progress() throws {
    let (session, witness) = (try Session(), Witness())
    try session.run { das_context_set_progress($0, Witness.progress, witness.pointer) }
    #expect(try enhance(session) == .ok)
    #expect(Set(["detector", "program", "booster", "fusion"]).isSubset(of: witness.stages))
    #expect(witness.fractions.first == 0)
    #expect(witness.fractions.last == 1)
    #expect(zip(witness.fractions, witness.fractions.dropFirst()).allSatisfy { $0 <= $1 })
    let reports = witness.fractions.count
    for report in Set([0, 1, reports / 3, reports / 2, reports - 1]) {
      (witness.fractions, witness.cancelAt) = ([], report)
      #expect(try enhance(session) == Self.cancelled, "any report can cancel the call")
    }
    witness.cancelAt = nil
    #expect(try enhance(session) == .ok, "and the next call runs")
  }

  @Test(
    "das_context_cancel, from any thread, stops the call that runs, and no later one",
    arguments: [1, 2], [false, true])
  func cancelledThroughContext(threads: Int32, cancelsInThread: Bool) throws {
    let (session, witness) = (try Session(threads: threads), Witness())
    try session.run { das_context_set_progress($0, Witness.progress, witness.pointer) }
    (witness.cancelAt, witness.cancels) = (2, session.context)
    witness.cancelsInThread = cancelsInThread
    #expect(try enhance(session) == Self.cancelled)
    #expect(try enhance(session) == .ok)
  }

  @Test("a cancellation between calls stops the next one")
  func cancelledBefore() throws {
    let session = try Session()
    das_context_cancel(session.context)
    #expect(try enhance(session) == Self.cancelled)
    #expect(try enhance(session) == .ok)
  }

  @Test("warnings come through the log callback, whole lines without a newline")
  func log() throws {
    let (session, witness) = (try Session(), Witness())
    try session.run { das_context_set_log($0, Witness.log, witness.pointer) }
    let (X, H, few) = (Table.normal(), Table.spread(), try session.smallForest(trees: 5))
    let booster = try session.make(das_booster_free) {
      das_boost($0, few.reference, &X.matrix, &H.matrix, 1, $1)
    }
    _ = try session.fuse(session.detector("ecod", on: X), booster, on: X)
    #expect(witness.levels.contains(Int32(DAS_LOG_WARNING)))
    #expect(
      witness.lines.contains(
        "random_forest has no held-out scores: its scale is learnt in sample, which favours normal "
          + "votes"))
    #expect(!witness.lines.contains { $0.contains("\n") })
  }
}
