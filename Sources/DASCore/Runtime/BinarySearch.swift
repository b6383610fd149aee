/// Binary search in ascending values. NaN is neither above nor equal to any value: both bounds are
/// 0.
enum BinarySearch {
  /// The number of elements below `value`: the index of the first that is not.
  @inline(__always)
  static func lowerBound<Value: Comparable>(
    of value: Value, in sorted: UnsafePointer<Value>, count: Int
  ) -> Int {
    partitionPoint(count) { sorted[$0] < value }
  }

  /// The number of elements at or below `value`: the index of the first above it.
  @inline(__always)
  static func upperBound<Value: Comparable>(
    of value: Value, in sorted: UnsafePointer<Value>, count: Int
  ) -> Int {
    partitionPoint(count) { sorted[$0] <= value }
  }

  @inline(__always)
  private static func partitionPoint(_ count: Int, _ isBefore: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Buffer where Element: Comparable {
  /// The number of elements below `value`, in ascending elements.
  @inline(__always)
  func lowerBound(of value: Element) -> Int {
    BinarySearch.lowerBound(of: value, in: base, count: count)
  }

  /// The number of elements at or below `value`, in ascending elements.
  @inline(__always)
  func upperBound(of value: Element) -> Int {
    BinarySearch.upperBound(of: value, in: base, count: count)
  }
}
