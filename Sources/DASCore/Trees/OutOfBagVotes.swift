/// Sums of the out-of-bag votes of each row, in fixed point: 34 bits of fraction, and the number of
/// votes in the top 16 bits of the same word.
///
/// Whole numbers add up to the same sum in any order, so that trees may vote on any thread. A sum of
/// n votes is off by at most n 2^-35.
final class OutOfBagVotes: @unchecked Sendable {
  private let sums: Buffer<UInt64>

  init(rows: Int) throws { self.sums = try Buffer(repeating: 0, count: rows) }

  var base: UnsafeMutablePointer<UInt64> { sums.base }

  /// What one vote for `probability` adds to a row's word.
  static func vote(_ probability: Double) -> UInt64 {
    1 << 48 | UInt64((probability * 0x1p34).rounded())
  }

  func add(_ other: OutOfBagVotes) {
    for row in 0..<sums.count { sums.base[row] &+= other.sums.base[row] }
  }

  /// The mean vote of a row; NaN for a row without votes.
  func mean(_ row: Int) -> Double {
    let (count, sum) = (sums.base[row] >> 48, sums.base[row] & (1 << 48 - 1))
    return count == 0 ? .nan : Double(sum) * 0x1p-34 / Double(count)
  }
}
