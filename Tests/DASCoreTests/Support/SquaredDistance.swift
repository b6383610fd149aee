@testable import DASCore

/// The reference for searches for neighbours.
extension VectorOperations {
  /// |x - y|^2.
  static func squaredDistance(
    _ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index &+ 4 <= count {
      let differences = load(x + index) - load(y + index)
      sums += differences * differences
      index &+= 4
    }
    var sum = sums.sum()
    while index < count {
      let difference = x[index] - y[index]
      sum += difference * difference
      index &+= 1
    }
    return sum
  }
}
