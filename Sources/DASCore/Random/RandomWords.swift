/// The words of a random stream, made many at a time: for draws of samples, which take a word for every
/// two rows.
struct RandomWords {
  private var stream: RandomStream
  private var words = InlineArray<64, UInt64>(repeating: 0)
  private var place = 64

  init(seed: UInt64, purpose: RandomStream.Purpose, index: Int = 0) {
    stream = RandomStream(seed: seed, purpose: purpose, index: index)
  }

  @inline(__always)
  mutating func next() -> UInt64 {
    if place == 64 { refill() }
    place &+= 1
    return words[unchecked: place &- 1]
  }

  @inline(never)
  private mutating func refill() {
    var span = words.mutableSpan
    span.withUnsafeMutableBufferPointer { words in
      if let base = words.baseAddress { stream.nextWords(words.count, into: base) }
    }
    place = 0
  }
}

// MARK: - Samples

extension RandomWords {
  /// Draws `count` numbers below `count`, with replacement, and hands each to `body`.
  ///
  /// Each half of a random word makes one draw, by Lemire's method in 32 bits: without bias, and
  /// half as many words as `below` needs. `count` is at most 2^31.
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

  /// Draws `share` of the numbers below `count`, at least one, without replacement, and tells `body` of
  /// every number, in ascending order, whether it was drawn (Knuth, The Art of Computer Programming
  /// 2, 3.4.2, algorithm S).
  ///
  /// Each half of a random word decides on one number, with an error of 2^-32 at most. `count` is at
  /// most 2^31.
  @inline(__always)
  mutating func drawWithoutReplacement(
    _ share: Double, of count: Int, _ body: (_ number: Int, _ isDrawn: Bool) -> Void
  ) {
    var wanted = UInt64(Swift.min(count, Swift.max(1, Int(share * Double(count)))))
    var word: UInt64 = 0
    for number in 0..<count {
      word = number & 1 == 0 ? next() : word &>> 32
      // floor(uniform in [0, numbers left)), to be below the numbers wanted.
      let pick = ((word & 0xffff_ffff) &* UInt64(count &- number)) &>> 32
      let isDrawn = pick < wanted
      body(number, isDrawn)
      wanted &-= isDrawn ? 1 : 0
    }
  }
}
