/// The sum of the votes of trees on each row, in fixed point: 34 bits of fraction, and the number
/// of votes in the top 16 bits of the same word.
///
/// Integers have the same sum in any order, so trees may vote on any thread. Leaf values are
/// multiples of `resolution`, so the sums are exact, as are those of
/// `ThresholdForest.addLeafValues`.
final class VoteSums: @unchecked Sendable {
  private let sums: Buffer<UInt64>

  /// The smallest difference of two leaf values. At most ten thousand votes, below 2^14, need 48
  /// bits, which a `Double` represents exactly too.
  static let resolution = 0x1p-34

  /// The vote of a leaf of class 1 alone.
  static let whole: UInt64 = 1 << 34

  init(rows: Int) throws { self.sums = try Buffer(repeating: 0, count: rows) }

  var base: UnsafeMutablePointer<UInt64> { sums.base }

  /// A fraction in [0, 1], rounded to a multiple of `resolution`.
  static func vote(_ fraction: Double) -> UInt64 { UInt64((fraction / resolution).rounded()) }

  /// What each vote adds to a row's word in addition to the vote itself.
  static let one: UInt64 = 1 << 48

  func add(_ other: VoteSums) {
    for row in 0..<sums.count { sums.base[row] &+= other.sums.base[row] }
  }

  /// The mean of `votes` votes with this sum.
  static func mean(of sum: UInt64, votes: Int) -> Double {
    Double(sum) * resolution / Double(votes)
  }

  /// The sum of a row's votes.
  func sum(_ row: Int) -> Double { Double(sums.base[row] & (1 << 48 - 1)) * Self.resolution }

  /// The mean vote of a row; NaN for a row without votes.
  func mean(_ row: Int) -> Double {
    let count = sums.base[row] >> 48
    return count == 0 ? .nan : sum(row) / Double(count)
  }
}
