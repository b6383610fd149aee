/// Where a number stands among known ones: the share of them that it is not below, and on past both
/// ends in widths of their range, so that order is kept everywhere.
struct EmpiricalScale: Sendable {
  private let sorted: Buffer<Double>
  private let width: Double

  /// NaN among the values counts as the highest.
  init(_ values: Buffer<Double>) throws {
    self.sorted = try Buffer(values.base, count: values.count)
    for place in 0..<sorted.count where sorted[place].isNaN { sorted[place] = .infinity }
    try Sorting.sort(sorted.elements)
    let range = sorted.count > 0 ? sorted[sorted.count - 1] - sorted[0] : 0
    self.width = range > 0 && range.isFinite ? range : 1
  }

  func position(_ value: Double) -> Double {
    guard sorted.count > 0, !value.isNaN else { return .greatestFiniteMagnitude }
    let (least, most) = (sorted[0], sorted[sorted.count - 1])
    if value < least { return max((value - least) / width, -.greatestFiniteMagnitude) }
    if value > most { return min(1 + (value - most) / width, .greatestFiniteMagnitude) }
    let rank = Sorting.rank(of: value, in: sorted.base, count: sorted.count, includingEqual: true)
    return Double(rank) / Double(sorted.count)
  }
}
