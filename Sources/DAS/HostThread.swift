internal import CHost

/// Runs code of the library on the host's thread: no floating-point operation traps, and afterwards
/// the environment is the one that the host had, its flags included.
///
/// Threads that are started meanwhile inherit it.
func withoutTraps<Result>(_ body: () throws -> Result) rethrows -> Result {
  var kept = libdas_environment()
  return try withUnsafeMutablePointer(to: &kept) { kept in
    libdas_begin_call(kept)
    defer { libdas_end_call(kept) }
    return try body()
  }
}

/// Runs code of the host, a callback, in the host's own environment.
func asHost<Result>(_ callback: () -> Result) -> Result {
  let kept = libdas_begin_callback()
  defer { libdas_end_callback(kept) }
  return callback()
}
