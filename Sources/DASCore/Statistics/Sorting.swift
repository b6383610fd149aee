/// Sorting of finite doubles by a stable radix sort of their bits, 11 bits a pass.
///
/// The order of IEEE doubles is that of their bit patterns once negative numbers have all bits
/// flipped and the others only the sign. Passes in which all keys share a digit are skipped, so
/// columns with few distinct values are cheap. -0 sorts as 0.
package enum Sorting {
  /// The size below which comparison sorting is faster.
  private static var smallest: Int {
    #if WITHOUT_RADIX_SORT
      .max
    #else
      256
    #endif
  }

  /// Sorts `values` ascending; if all are floats, in half the time and memory.
  package static func sort(
    _ values: UnsafeMutableBufferPointer<Double>, areSingle: Bool = false
  ) throws {
    guard values.count > smallest else {
      var values = values
      values.sort()
      return
    }
    if areSingle {
      try sort(values, by: { key(Float($0)) }, value: { Double(value($0)) })
    } else {
      try sort(values, by: key, value: value)
    }
  }

  @inline(__always)
  private static func sort<Key: SortingKey>(
    _ values: UnsafeMutableBufferPointer<Double>, by key: (Double) -> Key,
    value: (Key) -> Double
  ) throws {
    let count = values.count
    let keys = try Buffer<Key>(uninitialized: count)
    for index in 0..<count { keys.base[index] = key(values[index]) }
    let sorted = try ascendingKeys(keys)
    for index in 0..<count { values[index] = value(sorted.base[index]) }
    withExtendedLifetime(sorted) {}
  }

  /// The words, ascending; `words` itself is left in unspecified order.
  static func ascending(_ words: Buffer<UInt64>) throws -> Buffer<UInt64> {
    try ascendingKeys(words)
  }

  @inline(__always)
  private static func ascendingKeys<Key: SortingKey>(_ keys: Buffer<Key>) throws -> Buffer<Key> {
    let count = keys.count
    var (from, to) = (keys, try Buffer<Key>(uninitialized: count))
    try eachDigit(of: keys) { shift, starts in
      let (source, target) = (from.base, to.base)
      for index in 0..<count {
        let digit = source[index].digit(shift)
        target[Int(starts[digit])] = source[index]
        starts[digit] &+= 1
      }
      swap(&from, &to)
    }
    return from
  }

  /// The finite values of `values`, ascending.
  package static func sortedFinite(_ values: Buffer<Double>) throws -> Buffer<Double> {
    var count = 0
    for value in values.elements where value.isFinite { count += 1 }
    let finite = try Buffer<Double>(uninitialized: count)
    var index = 0
    for value in values.elements where value.isFinite {
      finite[index] = value
      index += 1
    }
    try sort(finite.elements)
    return finite
  }

  /// The permutation that sorts `values`: `order[0]` is the index of the smallest; the sort is
  /// stable.
  package static func order(of values: UnsafeBufferPointer<Double>) throws -> Buffer<Int32> {
    guard values.count < Int(Int32.max) else {
      throw DASError(.outOfRange, "cannot order \(values.count) values: at most 2^31 - 2")
    }
    let count = values.count
    let first = try Buffer<Int32>(uninitialized: count)
    for index in 0..<count { first.base[index] = Int32(index) }
    guard count > smallest else {
      var items = first.elements
      items.sort { (values[Int($0)], $0) < (values[Int($1)], $1) }
      return first
    }
    let second = try Buffer<Int32>(uninitialized: count)
    let keys = try Buffer<UInt64>(uninitialized: count)
    for index in 0..<count { keys.base[index] = key(values[index]) }
    var (source, target) = (first, second)
    try eachDigit(of: keys) { shift, starts in
      for index in 0..<count {
        let item = source.base[index]
        let digit = keys.base[Int(item)].digit(shift)
        target.base[Int(starts[digit])] = item
        starts[digit] &+= 1
      }
      swap(&source, &target)
    }
    return source
  }

  package static func order(of values: Buffer<Double>) throws -> Buffer<Int32> {
    try withExtendedLifetime(values) {
      try order(of: UnsafeBufferPointer(start: values.base, count: values.count))
    }
  }

  /// Calls `pass` with the shift and the first index of each digit value, for each digit that
  /// varies.
  @inline(__always)
  private static func eachDigit<Key: SortingKey>(
    of keys: Buffer<Key>, _ pass: (Int, UnsafeMutablePointer<Int32>) -> Void
  ) throws {
    guard keys.count < Int(Int32.max) else {
      throw DASError(.outOfRange, "cannot sort \(keys.count) values: at most 2^31 - 2")
    }
    let digits = (Key.bitWidth + 10) / 11
    let counts = try Buffer<Int32>(repeating: 0, count: digits * 2048)
    for index in 0..<keys.count {
      let key = keys.base[index]
      for digit in 0..<digits {
        counts.base[digit * 2048 + key.digit(digit * 11)] &+= 1
      }
    }
    for digit in 0..<digits {
      let starts = counts.base + digit * 2048
      var total: Int32 = 0
      var varies = true
      for index in 0..<2048 {
        if starts[index] == Int32(keys.count) { varies = false }
        (starts[index], total) = (total, total + starts[index])
      }
      if varies { pass(digit * 11, starts) }
    }
    withExtendedLifetime(counts) {}
  }

  @inline(__always)
  private static func key(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  @inline(__always)
  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key >> 63 == 0 ? ~key : key & ~(1 << 63))
  }

  @inline(__always)
  private static func key(_ value: Float) -> UInt32 {
    let bits = (value + 0).bitPattern
    return bits >> 31 == 0 ? bits | 1 << 31 : ~bits
  }

  @inline(__always)
  private static func value(_ key: UInt32) -> Float {
    Float(bitPattern: key >> 31 == 0 ? ~key : key & ~(1 << 31))
  }
}

/// Bits that order values.
private protocol SortingKey: FixedWidthInteger, UnsignedInteger, BitwiseCopyable {}
extension UInt32: SortingKey {}
extension UInt64: SortingKey {}

extension SortingKey {
  /// 11 bits from `shift` on.
  @inline(__always)
  fileprivate func digit(_ shift: Int) -> Int {
    Int(truncatingIfNeeded: (self &>> Self(truncatingIfNeeded: shift)) & 0x7ff)
  }
}

// MARK: - Quantiles of sorted values

extension Sorting {
  /// The quantile of ascending `sorted` at `fraction`, by linear interpolation as in numpy's
  /// default.
  package static func quantile(
    _ fraction: Double, of sorted: UnsafePointer<Double>, count: Int
  ) -> Double {
    let position = min(max(fraction, 0), 1) * Double(count - 1)
    let below = Int(position)
    let above = min(below + 1, count - 1)
    let (low, weight) = (sorted[below], position - Double(below))
    let step = sorted[above] - low
    return step.isFinite ? low + step * weight : low * (1 - weight) + sorted[above] * weight
  }
}
