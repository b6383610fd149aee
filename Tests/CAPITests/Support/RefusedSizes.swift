import DASHeader
import Testing

/// Wraps structs of callbacks of wrong sizes: each is refused, and `user` is destroyed once, but
/// where the struct ends before `destroy`.
func expectRefusedSizes<Callbacks: SizedStruct>(
  _ make: (Probe) -> Callbacks,
  wrap: (
    das_context_ref, UnsafePointer<Callbacks>, UnsafeMutablePointer<OpaquePointer?>
  ) -> das_status
) throws {
  let session = try Session()
  let needed = MemoryLayout<Callbacks>.size
  for given in [0, 1, 8, 16, 23, 24, 31, 32, needed - 1, -1] {
    let probe = Probe()
    var (callbacks, made) = (make(probe), OpaquePointer?.none)
    callbacks.size = given
    let outcome = session.outcome { wrap($0, &callbacks, &made) }
    let begins = "callbacks->size is \(UInt(bitPattern: given)); it must be \(needed)"
    #expect(outcome.status == Int(DAS_ERROR_INVALID_ARGUMENT))
    #expect(outcome.message.hasPrefix(begins))
    let hasDestroy = !(1..<24).contains(given)
    #expect(probe.destroyed == (hasDestroy ? 1 : 0), "size \(given)")
    #expect(outcome.message.contains("was not called") == !hasDestroy)
    #expect(made == nil)
  }
}
