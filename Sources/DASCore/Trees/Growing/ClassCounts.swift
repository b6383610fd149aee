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

/// How often each row of a table is in a tree's sample; the first `normals` rows are of class 0.
struct RowDraws: BitwiseCopyable {
  let base: UnsafeMutablePointer<UInt16>
  let normals: UInt32

  /// The draws of a row as packed `ClassCounts`.
  @inline(__always)
  subscript(row: UInt32) -> UInt64 {
    UInt64(base[Int(row)]) &<< (row < normals ? 0 : 32)
  }
}
