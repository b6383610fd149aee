import Glibc
import Synchronization

/// The resources of one call: its threads, and the host's callbacks to observe and stop it.
///
/// An execution serves one call at a time. Only `cancel()` may be called from another thread. `log`
/// and `progress` are called on the calling thread only.
public final class Execution: @unchecked Sendable {
  /// The severity of a log line.
  public enum LogLevel: Int32, Sendable {
    /// For development of the library.
    case debug = 0
    /// What a call does, and what it will cost.
    case info = 1
    /// A problem that does not make the call fail.
    case warning = 2
  }

  /// The number of threads, the calling one included; at least 1.
  public private(set) var threads: Int
  private let onLog: ((LogLevel, String) -> Void)?
  private let onProgress: ((_ stage: String, _ fraction: Double) -> Bool)?
  private let isCancelledElsewhere: (() -> Bool)?
  private let cancelled = Atomic<Bool>(false)
  private let isBusy = Atomic<Bool>(false)
  private var stage = ""
  private var span = 0.0...1.0
  private var isQuiet = false
  private var callingThread = pthread_self()
  private let arena = ScratchArena()
  private let workers = ScratchPool()

  /// Creates an execution for any number of calls, one at a time.
  ///
  /// - Parameters:
  ///   - threads: 1 ... 1024, the calling one included.
  ///   - log: receives whole lines without a newline.
  ///   - progress: receives the stage and the fraction done in [0, 1]; `false` cancels the call.
  ///   - isCancelled: polled from any thread.
  public init(
    threads: Int = 1, log: ((LogLevel, String) -> Void)? = nil,
    progress: ((String, Double) -> Bool)? = nil, isCancelled: (() -> Bool)? = nil
  ) {
    self.threads = max(1, min(threads, Self.maxThreads))
    self.onLog = log
    self.onProgress = progress
    self.isCancelledElsewhere = isCancelled
  }

  private static let maxThreads = 1024

  /// Runs a whole call on the current thread; throws if another call is running.
  func exclusively<Result>(_ call: () throws -> Result) throws -> Result {
    guard !isBusy.exchange(true, ordering: .acquiring) else {
      throw DASError(
        .invalidArgument,
        "the execution runs another call already: give each thread, and each callback, its own")
    }
    defer { isBusy.store(false, ordering: .releasing) }
    begin(threads: threads)
    return try call()
  }

  /// Begins the next call, on this thread, after the previous one has ended.
  package func begin(threads: Int) {
    (self.threads, callingThread) = (max(1, threads), pthread_self())
  }

  /// Whether `cancel()` was called, which stops the next call as well.
  package var isStopped: Bool { cancelled.load(ordering: .relaxed) }

  /// The arena of the current thread: the calling one, or a worker of `forEach`; nil on any other.
  var threadArena: ScratchArena? {
    isCallingThread ? arena : workers.arena(of: pthread_self())
  }

  private var isCallingThread: Bool { pthread_equal(pthread_self(), callingThread) != 0 }

  /// Runs `body` on a worker thread that has an arena of its own.
  func asWorker(_ body: () -> Void) {
    workers.join(pthread_self())
    defer { workers.leave(pthread_self()) }
    body()
  }

  package func log(_ level: LogLevel, _ message: @autoclosure () -> String) {
    if !isQuiet { onLog?(level, ForeignText.message(message())) }
  }

  /// Runs `body` without its log: for a part that would repeat the messages of the whole.
  package func quietly<Result>(_ body: () throws -> Result) rethrows -> Result {
    let outer = isQuiet
    defer { isQuiet = outer }
    isQuiet = true
    return try body()
  }

  /// Stops the running call and every later one on this execution. May be called from any thread.
  public func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// Whether a call would stop.
  public var isCancelled: Bool {
    cancelled.load(ordering: .relaxed) || (isCancelledElsewhere?() ?? false)
  }

  /// Throws if the call was cancelled. Long loops poll it, from any thread.
  package func checkCancelled() throws {
    if isCancelled { throw DASError(.cancelled, "the call was cancelled") }
  }

  /// Reports the progress of the current stage, from the calling thread; throws when the host
  /// cancels.
  package func report(_ fraction: Double) throws {
    if let onProgress {
      let whole = span.lowerBound + (span.upperBound - span.lowerBound) * min(max(fraction, 0), 1)
      if !onProgress(stage, whole) { cancel() }
    }
    try checkCancelled()
  }

  /// Runs `body` as a named stage that covers `part` of the call's progress.
  package func run<Result>(
    _ name: String, spanning part: ClosedRange<Double> = 0...1, _ body: () throws -> Result
  ) throws -> Result {
    let (outerStage, outerSpan) = (stage, span)
    defer { (stage, span) = (outerStage, outerSpan) }
    let width = outerSpan.upperBound - outerSpan.lowerBound
    let start = outerSpan.lowerBound + width * part.lowerBound
    let end = outerSpan.lowerBound + width * part.upperBound
    stage = name
    span = start...max(start, end)
    try report(0)
    let result = try body()
    try report(1)
    return result
  }
}
