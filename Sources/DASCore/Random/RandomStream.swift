import CKernels
import Glibc

/// A counter-based random stream: Philox 4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw,
/// "Parallel random numbers: as easy as 1, 2, 3", SC 2011).
///
/// The stream (seed, purpose, index) is a pure function of its name, so trees and blocks draw the
/// same numbers on whichever thread they run, and no two share a number. `purpose` separates the
/// uses of one seed, `index` counts trees or blocks.
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
  }

  private let key: (UInt32, UInt32)
  private let stream: (UInt32, UInt32)
  private var block: UInt32 = 0
  private var spare: UInt64 = 0
  private var hasSpare = false

  package init(seed: UInt64, purpose: Purpose, index: Int = 0) {
    self.key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    // 40 bits of index, 16 of purpose: the counter's last word numbers the blocks of a stream.
    let name = UInt64(purpose.rawValue) << 40 | UInt64(truncatingIfNeeded: index) & 0xff_ffff_ffff
    self.stream = (UInt32(truncatingIfNeeded: name), UInt32(truncatingIfNeeded: name >> 32))
  }

  package mutating func next() -> UInt64 {
    if hasSpare {
      hasSpare = false
      return spare
    }
    let (first, second) = Self.philox((block, 0, stream.0, stream.1), key: key)
    block &+= 1
    spare = second
    hasSpare = true
    return first
  }

  /// The next `count` words, a multiple of 16, together: a few times as fast as one by one. So many
  /// as `next` has given must be even.
  mutating func nextWords(_ count: Int, into words: UnsafeMutablePointer<UInt64>) {
    assert(!hasSpare && count % 16 == 0)
    libdas_philox(
      UInt64(key.0) | UInt64(key.1) << 32, UInt64(stream.0) | UInt64(stream.1) << 32, block,
      count / 2, words)
    block &+= UInt32(truncatingIfNeeded: count / 2)
  }

  /// The ten rounds: two 32 x 32 -> 64 bit products, crossed and keyed.
  static func philox(
    _ counter: (UInt32, UInt32, UInt32, UInt32), key: (UInt32, UInt32)
  ) -> (UInt64, UInt64) {
    var (x0, x1, x2, x3) = counter
    var (k0, k1) = key
    for _ in 0..<10 {
      let p0 = UInt64(x0) &* 0xD251_1F53
      let p1 = UInt64(x2) &* 0xCD9E_8D57
      x0 = UInt32(truncatingIfNeeded: p1 >> 32) ^ x1 ^ k0
      x1 = UInt32(truncatingIfNeeded: p1)
      x2 = UInt32(truncatingIfNeeded: p0 >> 32) ^ x3 ^ k1
      x3 = UInt32(truncatingIfNeeded: p0)
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (UInt64(x0) | UInt64(x1) << 32, UInt64(x2) | UInt64(x3) << 32)
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

  /// Standard normal, by Box and Muller; one of each pair is used, so that a stream has no hidden state.
  package mutating func normal() -> Double {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return radius * cos(2 * .pi * uniform())
  }

  /// Shuffles the first `picks` places of `items` into a random sample without replacement.
  package mutating func shuffle<Item>(_ items: UnsafeMutableBufferPointer<Item>, picks: Int) {
    for place in 0..<Swift.min(picks, items.count) {
      items.swapAt(place, place + below(items.count - place))
    }
  }
}
