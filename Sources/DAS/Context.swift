public import CDAS
internal import DASCore
internal import Glibc
internal import Synchronization

/// How the calls of one thread run: threads, log, progress, cancel, and the last message.
final class Context: Handle {
  var threads = 1
  var log: (function: das_log_fn, user: UnsafeMutableRawPointer?)?
  var progress: (function: das_progress_fn, user: UnsafeMutableRawPointer?)?
  /// The execution of the last call, for the next one: with it scratch memory is kept.
  private var idle: Execution?
  private let cancelled = Atomic<Bool>(false)
  /// Whether the running call has asked if it is cancelled: only then could it be stopped.
  private let hasAsked = Atomic<Bool>(false)
  private var message: UnsafeMutablePointer<CChar>?
  private(set) var systemError: Int32 = 0

  deinit { free(message) }

  func cancel() { cancelled.store(true, ordering: .relaxed) }

  /// A call within a call of this context, from one of its callbacks, has an execution of its own.
  func beginCall() -> Execution {
    let execution = idle ?? makeExecution()
    idle = nil
    execution.begin(threads: threads)
    return execution
  }

  private func makeExecution() -> Execution {
    Execution(
      log: { [unowned self] level, text in
        if let log { asHost { log.function(log.user, level.rawValue, text) } }
      },
      progress: { [unowned self] stage, fraction in
        guard let progress else { return true }
        return asHost { progress.function(progress.user, stage, fraction) } == 0
      },
      isCancelled: { [unowned self] in
        hasAsked.store(true, ordering: .relaxed)
        return cancelled.load(ordering: .relaxed)
      })
  }

  /// A cancellation is used up by the call that it stopped, or that ended before it could. Calls
  /// too short to be stopped leave it to the next.
  func endCall(_ execution: Execution) {
    if !execution.isStopped { idle = execution }
    if hasAsked.exchange(false, ordering: .relaxed) { cancelled.store(false, ordering: .relaxed) }
  }

  func record(_ text: String, systemError: Int32 = 0) {
    free(message)
    self.systemError = systemError
    message = text.isEmpty ? nil : strdup(text)
  }

  var text: UnsafePointer<CChar> { UnsafePointer(message) ?? StaticText.empty }
}

/// Creates a context: 1 thread, no log, no progress. Free it with das_context_free.
///
/// One thread at a time uses a context. Every function accepts NULL instead, which means the
/// defaults and no message. A context keeps up to 4 MB between calls, so that scoring rows one by
/// one allocates nothing after the first.
/// - Parameter context: receives the context.
@c(das_context_create)
public func das_context_create(_ context: UnsafeMutablePointer<das_context_ref?>?) -> das_status {
  guarded(nil) { _ in Context().give(to: try required(context, "context")) }
}

/// Frees a context; NULL is allowed. No call may be running on it.
@c(das_context_free)
public func das_context_free(_ context: das_context_ref?) { Context.release(context) }

/// Returns the error message of the last call on this context; "" after a success and for NULL.
///
/// The text belongs to the context and is valid until its next call.
@c(das_context_message)
public func das_context_message(_ context: das_context_ref?) -> UnsafePointer<CChar>? {
  context.map { Context.from($0).text } ?? StaticText.empty
}

/// The system's errno of the last call on this context, where it failed with DAS_ERROR_IO; 0
/// otherwise, and for NULL.
///
/// A file of the wrong kind has the number that comes closest: EISDIR for a folder, ELOOP for a
/// symbolic link, EINVAL for others.
@c(das_context_system_error)
public func das_context_system_error(_ context: das_context_ref?) -> Int32 {
  context.map { Context.from($0).systemError } ?? 0
}

/// Sets the number of threads of later calls, including the calling one: at most 1024; 0 = one per
/// processor. Results do not depend on it.
@c(das_context_set_threads)
public func das_context_set_threads(_ context: das_context_ref?, _ threads: Int32) -> das_status {
  guarded(context) { _ in
    let context = Context.from(try required(context, "context"))
    guard (0...1024).contains(threads) else {
      throw DASError(.outOfRange, "threads is \(threads); it takes an integer in 0 ... 1024")
    }
    context.threads = threads == 0 ? availableProcessors() : Int(threads)
  }
}

/// Sets the function that receives log lines, and its `user`; NULL for none.
@c(das_context_set_log)
public func das_context_set_log(
  _ context: das_context_ref?, _ log: das_log_fn?, _ user: UnsafeMutableRawPointer?
) -> das_status {
  guarded(context) { _ in
    Context.from(try required(context, "context")).log = log.map { ($0, user) }
  }
}

/// Sets the function that receives progress and may cancel, and its `user`; NULL for none.
@c(das_context_set_progress)
public func das_context_set_progress(
  _ context: das_context_ref?, _ progress: das_progress_fn?, _ user: UnsafeMutableRawPointer?
) -> das_status {
  guarded(context) { _ in
    Context.from(try required(context, "context")).progress = progress.map { ($0, user) }
  }
}

/// Cancels the call that is running on this context, or else the next one that takes time. The call
/// returns DAS_ERROR_CANCELLED and makes nothing. NULL is allowed.
///
/// This is the only function that another thread may call on a context in use.
///
/// The call stops at its next check, usually within tenths of a second (measured); within seconds
/// for tens of thousands of columns or thousands of neurons. A LAPACK decomposition cannot be
/// interrupted: that of pca on 4000 x 2000 took 39 s. Only one decomposition runs at a time (of
/// pca, drl, and programs that use principal components); a call that waits for another one cannot
/// be cancelled.
@c(das_context_cancel)
public func das_context_cancel(_ context: das_context_ref?) {
  if let context { Context.from(context).cancel() }
}

private func availableProcessors() -> Int {
  min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 1024)
}
