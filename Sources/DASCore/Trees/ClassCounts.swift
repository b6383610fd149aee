/// How often each of two classes occurs: class 0 in the low half of a word, class 1 in the high half,
/// so that one addition counts both.
struct ClassCounts: BitwiseCopyable, Equatable {
  var packed: UInt64

  init(packed: UInt64 = 0) { self.packed = packed }

  init(normal: Int, anomalous: Int) {
    packed = UInt64(normal) | UInt64(anomalous) << 32
  }

  @inline(__always) var normal: Int { Int(truncatingIfNeeded: packed & 0xffff_ffff) }
  @inline(__always) var anomalous: Int { Int(truncatingIfNeeded: packed >> 32) }
  @inline(__always) var total: Int { normal &+ anomalous }
  @inline(__always) var isPure: Bool { packed >> 32 == 0 || packed & 0xffff_ffff == 0 }

  @inline(__always)
  static func - (whole: ClassCounts, part: ClassCounts) -> ClassCounts {
    ClassCounts(packed: whole.packed &- part.packed)
  }
}

/// A row of a tree's sample, with the number of times it was drawn, filed under its class.
struct SampledRow: BitwiseCopyable {
  var row: UInt32
  var normal: UInt16
  var anomalous: UInt16

  @inline(__always)
  var counts: UInt64 { UInt64(normal) | UInt64(anomalous) &<< 32 }
}
