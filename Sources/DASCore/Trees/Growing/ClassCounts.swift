/// The numbers of rows of two classes, class 0 in the low half of a word and class 1 in the high
/// half, so that one addition counts both.
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

/// How many times each row of a table is in a tree's sample. The first `normals` rows are class 0.
struct SampleCounts: BitwiseCopyable {
  let base: UnsafeMutablePointer<UInt16>
  let normals: UInt32

  /// The count of a row as packed `ClassCounts`.
  @inline(__always)
  subscript(row: UInt32) -> UInt64 {
    UInt64(base[Int(row)]) &<< (row < normals ? 0 : 32)
  }
}
