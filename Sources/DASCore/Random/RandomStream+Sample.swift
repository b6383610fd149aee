extension RandomStream {
  /// `count` distinct numbers below `population`, every set of them equally likely, in an order
  /// that is not random.
  ///
  /// Floyd's algorithm (Bentley and Floyd, "A sample of brilliance", CACM 1987): round j draws from
  /// one number more than the round before, and takes that number itself if the draw is taken.
  ///
  /// - Complexity: O(count) time and memory, for any population.
  package mutating func sample(_ count: Int, below population: Int) throws -> Buffer<Int> {
    let sample = try Buffer<Int>(uninitialized: count)
    if count == population {
      for index in 0..<count { sample.base[index] = index }
      return sample
    }
    var taken = try NumberSet(capacity: count)
    for index in 0..<count {
      let last = population - count + index
      let draw = below(last + 1)
      let number = taken.insert(draw) ? draw : last
      if number == last { taken.insert(last) }
      sample.base[index] = number
    }
    return sample
  }
}

/// A hash set of non-negative numbers with open addressing, at most half full.
private struct NumberSet {
  private let slots: Buffer<Int>
  private let mask: Int

  init(capacity: Int) throws {
    var size = 4
    while size < 2 * capacity { size *= 2 }
    self.slots = try Buffer(repeating: -1, count: size)
    self.mask = size - 1
  }

  /// Whether `number` was not in the set.
  @discardableResult
  mutating func insert(_ number: Int) -> Bool {
    // Fibonacci hashing: the multiplier's high bits depend on all bits of the number.
    var slot = Int(truncatingIfNeeded: UInt64(number) &* 0x9E37_79B9_7F4A_7C15 >> 32) & mask
    while slots.base[slot] >= 0 {
      if slots.base[slot] == number { return false }
      slot = (slot + 1) & mask
    }
    slots.base[slot] = number
    return true
  }
}
