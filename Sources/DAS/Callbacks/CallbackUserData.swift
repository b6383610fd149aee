internal import CDAS
internal import DASCore

/// A pointer of the host with the function that releases it, which is called exactly once: when the
/// last object that holds the pointer goes, or when none came to hold it.
final class CallbackUserData: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer?
  private let destroy: das_destroy_fn?

  init(_ pointer: UnsafeMutableRawPointer?, destroy: das_destroy_fn?) {
    self.pointer = pointer
    self.destroy = destroy
  }

  deinit {
    if let destroy { asHost { destroy(pointer) } }
  }
}

// Copies of the host's structs of callbacks travel with the objects made of them. The functions are
// called on the calling thread only, as das_types.h promises.
extension das_detector_callbacks: @retroactive @unchecked Sendable {}
extension das_program_callbacks: @retroactive @unchecked Sendable {}
extension das_booster_callbacks: @retroactive @unchecked Sendable {}

/// How every struct of callbacks begins.
private struct CallbackHeader {
  let size: Int
  let user: UnsafeMutableRawPointer?
  let destroy: das_destroy_fn?
}

/// Copies a struct of callbacks, and adopts its `user`.
///
/// `user` is destroyed even if the struct is refused for its size, unless it ends before
/// `destroy`. A size of 0 is one that was not set: the struct is that of the first version at
/// least.
func adopted<Callbacks>(
  _ foreign: UnsafePointer<Callbacks>?
) throws -> (callbacks: Callbacks, userData: CallbackUserData) {
  let foreign = try required(foreign, "callbacks")
  let start = UnsafeRawPointer(foreign)
  let given = UInt(bitPattern: start.load(as: Int.self))
  let needed = UInt(MemoryLayout<Callbacks>.size)
  guard given == 0 || given >= MemoryLayout<CallbackHeader>.size else {
    throw DASError(
      .invalidArgument,
      "callbacks->size is \(given); it must be \(needed), and destroy, which it does not reach, "
        + "was not called")
  }
  let header = start.load(as: CallbackHeader.self)
  let userData = CallbackUserData(header.user, destroy: header.destroy)
  guard (needed...UInt(Int.max)).contains(given) else {
    throw DASError(.invalidArgument, "callbacks->size is \(given); it must be \(needed)")
  }
  return (foreign.pointee, userData)
}

/// The name under which a host's object appears in messages.
func callbackName(_ name: UnsafePointer<CChar>?) throws -> String {
  name == nil ? "wrapped" : try requiredText(name, "callbacks->name")
}

/// The number of columns that a host's fitted object declares; 0 where it checks for itself.
func callbackColumns(_ columns: Int64) throws -> Int {
  guard (0...Int64(Int32.max)).contains(columns) else {
    throw DASError(
      .outOfRange, "callbacks->columns is \(columns); it takes an integer in 0 ... \(Int32.max)")
  }
  return Int(columns)
}

/// Whether a host's object takes tables with a schema.
func callbackFlag(_ takesSchema: Int32, _ reserved: Int32) throws -> Bool {
  guard (0...1).contains(takesSchema), reserved == 0 else {
    throw DASError(
      .invalidArgument,
      "callbacks->takes_schema is \(takesSchema) and callbacks->reserved \(reserved); they take "
        + "0 or 1, and 0")
  }
  return takesSchema == 1
}

typealias ScoreCallback =
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafePointer<das_matrix>?, UnsafeMutablePointer<Double>?
  ) -> Int32

func checkCallback(_ status: Int32, _ name: String, _ function: String) throws {
  if status != 0 {
    throw DASError(
      .callbackFailed, "\(function) of \(name.quoted) failed with status \(status)")
  }
}
