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
}
