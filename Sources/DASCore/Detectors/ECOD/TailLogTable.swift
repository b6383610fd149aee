import Glibc

/// -log of the fraction of a tail that holds k of n values: -log((k + itself) / (n + itself)).
///
/// The logarithms are tabulated by k unless n is far above the number of entries of the
/// distributions. That is so for long discrete tables, and for a small model file that claims a
/// huge n: then the few logarithms needed are computed, with the same bits.
struct TailLogTable: Sendable {
  private let table: Buffer<Double>?
  let count: Int
  let itself: Int

  /// - Parameter itself: 1 if the value in question is not among the n.
  init(of distributions: EmpiricalDistributions, itself: Int) throws {
    (self.count, self.itself) = (distributions.count, itself)
    guard distributions.count <= max(1 << 16, 4 * distributions.entryCount) else {
      table = nil
      return
    }
    let table = try Buffer<Double>(uninitialized: count + 1)
    for k in 0...count { table.base[k] = Self.logarithm(k, of: count, itself: itself) }
    self.table = table
  }

  /// Calls `body` with the function from k to the logarithm.
  @inline(__always)
  func withLogarithms(_ body: ((Int) -> Double) -> Void) {
    if let table {
      let logarithms = table.base
      body { logarithms[$0] }
    } else {
      body { Self.logarithm($0, of: count, itself: itself) }
    }
  }

  /// No value is in a tail of its own row, so k + itself is at least 1 where it has a meaning.
  private static func logarithm(_ k: Int, of count: Int, itself: Int) -> Double {
    -log(Double(max(k + itself, 1)) / Double(count + itself))
  }
}
