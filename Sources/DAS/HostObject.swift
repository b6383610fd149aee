internal import CDAS
internal import DASCore

/// A pointer of the host with the function that releases it, called exactly once: when the last
/// object that holds the pointer goes, or when it never came to hold one.
final class HostObject: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer?
  private let destroy: das_destroy_fn?

  init(_ pointer: UnsafeMutableRawPointer?, destroy: das_destroy_fn?) {
    self.pointer = pointer
    self.destroy = destroy
  }

  deinit { destroy?(pointer) }
}

// Copies of the host's structs of callbacks travel with the objects made of them. The functions are
// called on the calling thread only, as das_types.h promises.
extension das_detector_callbacks: @retroactive @unchecked Sendable {}
extension das_program_callbacks: @retroactive @unchecked Sendable {}
extension das_booster_callbacks: @retroactive @unchecked Sendable {}

/// Reads a struct of callbacks that begins with its size.
///
/// A struct of the wrong size cannot be read at all, so not even its `destroy` is called.
func requiredCallbacks<Callbacks>(
  _ callbacks: UnsafePointer<Callbacks>?, size: KeyPath<Callbacks, Int>
) throws -> Callbacks {
  let callbacks = try required(callbacks, "callbacks").pointee
  guard callbacks[keyPath: size] >= MemoryLayout<Callbacks>.size else {
    throw DASError(
      .invalidArgument,
      "callbacks->size is \(callbacks[keyPath: size]); it must be \(MemoryLayout<Callbacks>.size)")
  }
  return callbacks
}

/// The name under which a host's object appears in messages.
func hostName(_ name: UnsafePointer<CChar>?) throws -> String {
  name == nil ? "wrapped" : try requiredText(name, "callbacks->name")
}

/// The number of columns that a host's fitted object declares; 0 where it checks for itself.
func hostColumns(_ columns: Int64) throws -> Int {
  guard (0...Int64(Int32.max)).contains(columns) else {
    throw DASError(
      .outOfRange, "callbacks->columns is \(columns); it takes an integer in 0 ... \(Int32.max)")
  }
  return Int(columns)
}

typealias HostScore =
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafePointer<das_matrix>?, UnsafeMutablePointer<Double>?
  ) -> Int32

func checkHost(_ status: Int32, _ name: String, _ function: String) throws {
  if status != 0 {
    throw DASError(.callbackFailed, "\(function) of '\(name)' failed with status \(status)")
  }
}
