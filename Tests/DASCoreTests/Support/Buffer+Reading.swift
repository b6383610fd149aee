@testable import DASCore

extension Buffer<UInt8> {
  /// What `body` reads from these bytes.
  func read<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    try withExtendedLifetime(self) { try body(UnsafeRawBufferPointer(elements)) }
  }
}
