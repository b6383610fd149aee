/// Sums of the votes of trees for each row, in fixed point: 34 bits of fraction, and the number of
/// votes in the top 16 bits of the same word.
///
/// Whole numbers add up to the same sum in any order, so that trees may vote on any thread. Leaf values
/// are multiples of `resolution`, so the sums are exact, as are those of `Forest.addLeafValues`.
final class RowVotes: @unchecked Sendable {
  private let sums: Buffer<UInt64>

  /// The fewest that two leaf values differ by. Ten thousand votes, 2^14 at most, need 48 bits: a
  /// `Double` holds their sum too.
  static let resolution = 0x1p-34

  /// A vote for class 1 without a doubt.
  static let whole: UInt64 = 1 << 34

  init(rows: Int) throws { self.sums = try Buffer(repeating: 0, count: rows) }

  var base: UnsafeMutablePointer<UInt64> { sums.base }

  /// A share in [0, 1], rounded to what votes resolve.
  static func vote(_ share: Double) -> UInt64 { UInt64((share / resolution).rounded()) }

  /// What a row's word grows by for each vote, beside the vote itself.
  static let one: UInt64 = 1 << 48

  func add(_ other: RowVotes) {
    for row in 0..<sums.count { sums.base[row] &+= other.sums.base[row] }
  }

  /// The mean of so many votes.
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
