/// Sums over short vectors, four lanes at a time: the compiler may not reorder sums of doubles itself.
enum VectorOperations {
  @inline(__always)
  static func load(_ source: UnsafePointer<Double>) -> SIMD4<Double> {
    UnsafeRawPointer(source).loadUnaligned(as: SIMD4<Double>.self)
  }

  /// The sum of products.
  @inline(__always)
  static func dot(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index &+ 4 <= count {
      sums += load(x + index) * load(y + index)
      index &+= 4
    }
    var sum = sums.sum()
    while index < count {
      sum += x[index] * y[index]
      index &+= 1
    }
    return sum
  }

  /// |x|^2.
  @inline(__always)
  static func squaredNorm(_ x: UnsafePointer<Double>, count: Int) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index &+ 4 <= count {
      let values = load(x + index)
      sums += values * values
      index &+= 4
    }
    var sum = sums.sum()
    while index < count {
      sum += x[index] * x[index]
      index &+= 1
    }
    return sum
  }
}
