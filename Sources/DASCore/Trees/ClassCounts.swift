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
///
/// It is one word, so that moving it is one load and one store: the row in the low half, the draws as
/// class 0 and as class 1 in 16 bits each above it.
struct SampledRow: BitwiseCopyable {
  private let word: UInt64

  @inline(__always)
  init(row: Int, normal: UInt16, anomalous: UInt16) {
    word =
      UInt64(truncatingIfNeeded: row) | UInt64(normal) &<< 32 | UInt64(anomalous) &<< 48
  }

  @inline(__always) var row: Int { Int(truncatingIfNeeded: word & 0xffff_ffff) }

  /// The draws as packed `ClassCounts`.
  @inline(__always) var counts: UInt64 { word &>> 32 & 0xffff | word &>> 16 & 0xffff_0000_0000 }
}
