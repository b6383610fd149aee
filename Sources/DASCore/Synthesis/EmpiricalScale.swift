/// Where a number stands among known ones: the fraction of them that it is not below, and on past both
/// ends in widths of their range, so that order is kept everywhere.
struct EmpiricalScale: Sendable {
  private let sorted: Buffer<Double>
  private let width: Double

  /// NaN among the values counts as the highest.
  init(_ values: Buffer<Double>) throws {
    self.sorted = try Buffer(values.base, count: values.count)
    for index in 0..<sorted.count where sorted[index].isNaN { sorted[index] = .infinity }
    try Sorting.sort(sorted.elements)
    let range = sorted.count > 0 ? sorted[sorted.count - 1] - sorted[0] : 0
    self.width = range > 0 && range.isFinite ? range : 1
  }

  func position(_ value: Double) -> Double {
    guard sorted.count > 0, !value.isNaN else { return .greatestFiniteMagnitude }
    let (low, high) = (sorted[0], sorted[sorted.count - 1])
    if value < low { return max((value - low) / width, -.greatestFiniteMagnitude) }
    if value > high { return min(1 + (value - high) / width, .greatestFiniteMagnitude) }
    let rank = Sorting.rank(of: value, in: sorted.base, count: sorted.count, includingEqual: true)
    return Double(rank) / Double(sorted.count)
  }
}
