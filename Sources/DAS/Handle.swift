/// An object behind an opaque C pointer: retained once when given out, released by its `_free`.
///
/// Each kind of handle is a class of its own, and das.h gives each a pointer type of its own.
class Handle {
  /// The object behind a pointer that the library gave out.
  static func from(_ reference: OpaquePointer) -> Self {
    Unmanaged<Self>.fromOpaque(UnsafeRawPointer(reference)).takeUnretainedValue()
  }

  /// Hands the object to C, which owns it from now on.
  func give(to target: UnsafeMutablePointer<OpaquePointer?>) {
    target.pointee = OpaquePointer(Unmanaged.passRetained(self).toOpaque())
  }

  /// The object as C sees it, for as long as somebody else keeps it alive.
  var reference: OpaquePointer { OpaquePointer(Unmanaged.passUnretained(self).toOpaque()) }

  static func release(_ reference: OpaquePointer?) {
    if let reference { Unmanaged<Self>.fromOpaque(UnsafeRawPointer(reference)).release() }
  }
}
