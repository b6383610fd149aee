extension RandomStream {
  /// Draws `count` numbers below `count` with replacement, and passes each to `body`.
  ///
  /// Each half of a random word makes one draw, by Lemire's method in 32 bits: without bias, from
  /// half the words that `below` takes. `count` is at most 2^31.
  @inline(__always)
  mutating func drawWithReplacement(_ count: Int, _ body: (Int) -> Void) {
    let bound = UInt32(truncatingIfNeeded: count)
    let rejected = count == 0 ? 0 : (0 &- bound) % bound
    var left = count
    var (word, isSecond) = (UInt64(0), false)
    while left > 0 {
      word = isSecond ? word &>> 32 : next()
      isSecond.toggle()
      let product = UInt32(truncatingIfNeeded: word).multipliedFullWidth(by: bound)
      if product.low < rejected { continue }
      body(Int(product.high))
      left &-= 1
    }
  }

  /// Draws a fraction of the numbers below `count`, at least one, without replacement. Calls `body`
  /// for every number, in ascending order (Knuth, The Art of Computer Programming 2, 3.4.2,
  /// algorithm S).
  ///
  /// Each half of a random word decides on one number, with an error of at most 2^-32. `count` is
  /// at most 2^31.
  @inline(__always)
  mutating func drawWithoutReplacement(
    _ fraction: Double, of count: Int, _ body: (_ number: Int, _ isDrawn: Bool) -> Void
  ) {
    var wanted = UInt64(Swift.min(count, Swift.max(1, Int(fraction * Double(count)))))
    var word: UInt64 = 0
    for number in 0..<count {
      word = number & 1 == 0 ? next() : word &>> 32
      // floor(uniform in [0, numbers left)): the number is drawn if this is below the numbers
      // wanted.
      let pick = ((word & 0xffff_ffff) &* UInt64(count &- number)) &>> 32
      let isDrawn = pick < wanted
      body(number, isDrawn)
      wanted &-= isDrawn ? 1 : 0
    }
  }
}
