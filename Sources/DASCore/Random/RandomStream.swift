import CKernels
import Glibc

/// A counter-based random stream: Philox 4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
///
/// The stream (seed, purpose, index) is a pure function of its name: trees and blocks draw the same
/// numbers on any thread, and no two streams share a number. `purpose` separates the uses of one
/// seed, `index` numbers trees or blocks.
package struct RandomStream: RandomNumberGenerator, Sendable {
  package enum Purpose: UInt32, Sendable {
    case bootstrap = 1
    case tree = 2
    case isolationTree = 3
    case synthesis = 4
    case reference = 5
    case test = 6
    case folds = 7
    case network = 8
    case perceptron = 9
    case consensus = 10
  }

  private let key: UInt64
  private let stream: UInt64
  /// The number of the next Philox block, of two words.
  private var block: UInt32 = 0
  /// Words are generated in batches, which takes a fraction of the time of one by one.
  private var words = InlineArray<16, UInt64>(repeating: 0)
  private var nextWord = 16

  package init(seed: UInt64, purpose: Purpose, index: Int = 0) {
    self.key = seed
    // 40 bits of index, 16 of purpose: the counter's last word numbers the blocks of a stream.
    self.stream =
      UInt64(purpose.rawValue) << 40 | UInt64(truncatingIfNeeded: index) & 0xff_ffff_ffff
  }

  @inline(__always)
  package mutating func next() -> UInt64 {
    if nextWord == words.count { refill() }
    nextWord &+= 1
    return words[unchecked: nextWord &- 1]
  }

  @inline(never)
  private mutating func refill() {
    let blocks = words.count / 2
    var span = words.mutableSpan
    span.withUnsafeMutableBufferPointer { words in
      if let base = words.baseAddress { libdas_philox(key, stream, block, blocks, base) }
    }
    block &+= UInt32(truncatingIfNeeded: blocks)
    nextWord = 0
  }
}

// MARK: - Distributions

extension RandomStream {
  /// Uniform in [0, 1), with 53 random bits.
  @inline(__always)
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in [low, high).
  @inline(__always)
  package mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// Uniform in 0 ..< bound, without bias (Lemire, "Fast random integer generation in an interval",
  /// 2019). `bound` is at least 1.
  @inline(__always)
  package mutating func below(_ bound: Int) -> Int {
    let bound = UInt64(bound)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// Standard normal (Box and Muller). The second number of each pair is dropped, so a draw always
  /// takes two words.
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// Moves a random sample of `picks` items, without replacement, to the front of `items`.
  package mutating func shuffle<Item>(_ items: UnsafeMutableBufferPointer<Item>, picks: Int) {
    for index in 0..<Swift.min(picks, items.count) {
      items.swapAt(index, index + below(items.count - index))
    }
  }
}
