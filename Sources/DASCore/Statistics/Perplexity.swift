import Glibc

/// The effective number of distinct values of a column: the exponential of the entropy of their
/// frequencies. It is 1 for a constant column and the number of rows where no value repeats, and
/// does not depend on units.
enum Perplexity {
  /// - Complexity: O(values), and their memory.
  static func value(of values: Buffer<Double>) throws -> Double {
    let sorted = try Buffer(values.base, count: values.count)
    try Sorting.sort(sorted.elements)
    var (entropy, first) = (0.0, 0)
    while first < sorted.count {
      let end = sorted.upperBound(of: sorted[first])
      let frequency = Double(end - first) / Double(sorted.count)
      entropy -= frequency * log(frequency)
      first = end
    }
    return exp(entropy)
  }
}
