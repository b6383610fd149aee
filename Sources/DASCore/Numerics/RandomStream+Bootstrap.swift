extension RandomStream {
  /// Draws `count` numbers below `count`, with replacement, and hands each to `body`.
  ///
  /// Each half of a random word makes one draw, by Lemire's method in 32 bits: without bias, and
  /// half as many words as `below` needs. `count` is at most 2^31.
  mutating func drawWithReplacement(_ count: Int, _ body: (Int) -> Void) {
    let bound = UInt32(truncatingIfNeeded: count)
    let rejected = count == 0 ? 0 : (0 &- bound) % bound
    var left = count
    while left > 0 {
      let word = next()
      for half in [UInt32(truncatingIfNeeded: word), UInt32(truncatingIfNeeded: word >> 32)] {
        let product = half.multipliedFullWidth(by: bound)
        if product.low < rejected || left == 0 { continue }
        body(Int(product.high))
        left &-= 1
      }
    }
  }

  /// Draws `share` of the numbers below `count`, at least one, without replacement, and hands them to
  /// `body` in ascending order (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S).
  mutating func drawWithoutReplacement(_ share: Double, of count: Int, _ body: (Int) -> Void) {
    var wanted = Swift.min(count, Swift.max(1, Int(share * Double(count))))
    for number in 0..<count where uniform() * Double(count - number) < Double(wanted) {
      body(number)
      wanted -= 1
    }
  }
}
