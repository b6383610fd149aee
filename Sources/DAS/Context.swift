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

  /// A cancellation is used up by the call that it stopped, or that ended before it could. Calls too
  /// short to be stopped leave it to the next.
  func endCall(_ execution: Execution) {
    if !execution.isStopped { idle = execution }
    if hasAsked.exchange(false, ordering: .relaxed) { cancelled.store(false, ordering: .relaxed) }
  }

  func record(_ text: String) {
    free(message)
    message = text.isEmpty ? nil : strdup(text)
  }

  var text: UnsafePointer<CChar> { UnsafePointer(message) ?? StaticText.empty }
}

/// Makes a context: 1 thread, no log, no progress. Free it with das_context_free.
///
/// A context serves one thread at a time; every function takes NULL in its place, which means
/// defaults and no message. It keeps up to 4 MB from one call for the next, so that rows scored one by
/// one take no memory after the first.
/// - Parameter context: receives the context.
@c(das_context_create)
public func das_context_create(_ context: UnsafeMutablePointer<das_context_ref?>?) -> das_status {
  guarded(nil) { _ in Context().give(to: try required(context, "context")) }
}

/// Frees a context; NULL is fine. No call may be running on it.
@c(das_context_free)
public func das_context_free(_ context: das_context_ref?) { Context.release(context) }

/// What went wrong in the last call on this context, in words; "" after a success.
///
/// The text belongs to the context and lasts until its next call. NULL gives "".
@c(das_context_message)
public func das_context_message(_ context: das_context_ref?) -> UnsafePointer<CChar>? {
  context.map { Context.from($0).text } ?? StaticText.empty
}

/// Sets the number of threads of later calls, the calling one included; 0 = as many as there are
/// processors. Results do not depend on it. At most 1024.
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

/// Sets the function that receives log lines; NULL for none. `user` is handed to it.
@c(das_context_set_log)
public func das_context_set_log(
  _ context: das_context_ref?, _ log: das_log_fn?, _ user: UnsafeMutableRawPointer?
) -> das_status {
  guarded(context) { _ in
    Context.from(try required(context, "context")).log = log.map { ($0, user) }
  }
}

/// Sets the function that receives progress and may cancel; NULL for none. `user` is handed to it.
@c(das_context_set_progress)
public func das_context_set_progress(
  _ context: das_context_ref?, _ progress: das_progress_fn?, _ user: UnsafeMutableRawPointer?
) -> das_status {
  guarded(context) { _ in
    Context.from(try required(context, "context")).progress = progress.map { ($0, user) }
  }
}

/// Stops the call that runs on this context; it returns DAS_ERROR_CANCELLED and leaves nothing behind.
///
/// Where no call runs, the next one that takes time is stopped. The only function that another thread
/// may call on a context in use. NULL is fine.
///
/// No time is promised. Work asks between its parts, which take tenths of a second (measured), up to some
/// seconds for tables of tens of thousands of columns and networks of thousands of neurons. A decomposition
/// by LAPACK runs to its end: that of pca on 4000 x 2000 took 39 s. Meanwhile other calls that come to
/// a decomposition (of pca, drl, and programs that move along principal axes) wait for their turn, and
/// cannot be stopped either.
@c(das_context_cancel)
public func das_context_cancel(_ context: das_context_ref?) {
  if let context { Context.from(context).cancel() }
}

private func availableProcessors() -> Int {
  min(max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1), 1024)
}
