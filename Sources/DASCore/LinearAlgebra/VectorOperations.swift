/// Sums over short vectors in four lanes. The compiler may not reorder a sum of doubles by itself.
enum VectorOperations {
  @inline(__always)
  static func load(_ source: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Double>.self)
  }

  /// The sum of `count` terms, given from an index on, four at a time and singly: first by lane,
  /// then over the lanes, then the remaining terms. This order is part of every result.
  @inline(__always)
  static func sum(
    _ count: Int, lanes: (Int) -> SIMD4<Double>, single: (Int) -> Double
  ) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index &+ 4 <= count {
      sums += lanes(index)
      index &+= 4
    }
    var sum = sums.sum()
    while index < count {
      sum += single(index)
      index &+= 1
    }
    return sum
  }

  @inline(__always)
  static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    sum(count) {
      load(x + $0) * load(y + $0)
    } single: {
      x[$0] * y[$0]
    }
  }

  /// |x|^2.
  @inline(__always)
  static func squaredNorm(_ x: UnsafePointer<Double>, count: Int) -> Double {
    dot(x, x, count: count)
  }
}
