import DASHeader

/// A context for one test, and short ways to make the objects that tests start from.
///
/// It keeps the objects that it made: a handle's pointer says nothing to Swift of the handle's
/// life.
final class Session {
  let context: das_context_ref
  private var kept: [Owned] = []

  init(threads: Int32 = 1) throws {
    var context: das_context_ref?
    let status = das_context_create(&context)
    guard let context, status == DAS_OK else {
      throw UnexpectedOutcome(outcome: .failed(Int(status), "das_context_create"))
    }
    self.context = context
    das_context_set_threads(context, threads)
  }

  deinit { das_context_free(context) }

  /// Runs a call on the context and returns its status and message.
  func outcome(_ call: (das_context_ref) -> das_status) -> Outcome {
    let status = call(context)
    return Outcome(status: Int(status), message: String(cString: das_context_message(context)))
  }

  /// Runs a call that has to succeed.
  func run(_ call: (das_context_ref) -> das_status) throws {
    let outcome = outcome(call)
    if outcome != .ok { throw UnexpectedOutcome(outcome: outcome) }
  }

  /// The object that a call gives out, freed with the session, or with the last reference to it.
  func make(
    _ free: @escaping (OpaquePointer?) -> Void, keep: Bool = true,
    _ call: (das_context_ref, UnsafeMutablePointer<OpaquePointer?>) -> das_status
  ) throws -> Owned {
    var reference: OpaquePointer?
    try run { call($0, &reference) }
    guard let reference else {
      throw UnexpectedOutcome(outcome: .failed(Int(DAS_OK), "a success gave no object"))
    }
    let owned = Owned(reference, free)
    return keep ? self.keep(owned) : owned
  }

  func keep(_ owned: Owned) -> Owned {
    kept.append(owned)
    return owned
  }
}

/// A handle of the library, freed when nothing refers to it any more.
final class Owned {
  let reference: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  init(_ reference: OpaquePointer, _ free: @escaping (OpaquePointer?) -> Void) {
    self.reference = reference
    self.free = free
  }

  deinit { free(reference) }
}
