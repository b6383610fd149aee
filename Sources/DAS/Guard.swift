internal import CDAS
internal import DASCore

/// Wraps the body of every entry point that can fail: what it throws becomes a status, and its text
/// the context's message. Nothing else leaves the library.
///
/// The body receives the execution of this one call: the context's threads, log, progress, cancel.
func guarded(_ reference: das_context_ref?, _ body: (Execution) throws -> Void) -> das_status {
  withoutTraps { status(reference, body) }
}

private func status(
  _ reference: das_context_ref?, _ body: (Execution) throws -> Void
) -> das_status {
  let context = reference.map(Context.from)
  do {
    let execution = context?.beginCall() ?? Execution()
    defer { context?.endCall(execution) }
    try body(execution)
    context?.record("")
    return das_status(DAS_OK)
  } catch let error as DASError {
    context?.record(error.message, systemError: error.systemError)
    return error.code.rawValue
  } catch {
    context?.record(ForeignText.message("internal error: \(error)"))
    return DASError.Code.internal.rawValue
  }
}

/// A required pointer argument, or an error that names it.
func required<Value>(_ argument: Value?, _ name: String) throws -> Value {
  guard let argument else { throw DASError(.invalidArgument, "\(name) is NULL") }
  return argument
}

/// Checks the size that a struct says it has; `name` is the pointer to it.
func checkSize<Struct>(_ size: Int, of _: Struct.Type, _ name: String) throws {
  guard size >= MemoryLayout<Struct>.size else {
    throw DASError(
      .invalidArgument,
      "\(name)->size is \(UInt(bitPattern: size)); it must be \(MemoryLayout<Struct>.size)")
  }
}

/// A required C string in UTF-8.
func requiredText(_ argument: UnsafePointer<CChar>?, _ name: String) throws -> String {
  guard let text = String(validatingCString: try required(argument, name)) else {
    throw DASError(.invalidArgument, "\(name) is not UTF-8 text")
  }
  return text
}

/// Room for `needed` elements at `argument`, or an error that names both sizes.
func requiredRoom<Element>(
  _ argument: UnsafeMutablePointer<Element>?, _ name: String, capacity: Int64, needed: Int
) throws -> UnsafeMutablePointer<Element> {
  let pointer = try required(argument, name)
  guard capacity >= Int64(needed) else {
    throw DASError(
      .shapeMismatch,
      "\(name) has a capacity of \(capacity) but \(needed) elements are to be written")
  }
  return pointer
}
