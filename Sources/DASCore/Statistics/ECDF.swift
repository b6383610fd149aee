/// The empirical cumulative distribution function of a sample, frozen: in steps, interpolated, and
/// inverted.
///
/// Beyond the sample each form continues linearly in units of the sample's range, so distinct
/// values are never tied, however extreme, short of overflow. Values that are not finite are left
/// out.
package struct ECDF: Sendable {
  /// The sample, ascending.
  package let sorted: Buffer<Double>

  package init(_ sample: Buffer<Double>) throws {
    self.init(sorted: try Sorting.sortedFinite(sample))
  }

  init(sorted: Buffer<Double>) { self.sorted = sorted }

  package var count: Int { sorted.count }
  /// The extremes of a sample that is not empty.
  package var minimum: Double { sorted[0] }
  package var maximum: Double { sorted[count - 1] }
  /// The difference of the extremes; 0 for a constant sample.
  package var range: Double { (maximum - minimum).clampedToFinite }

  /// The fraction of the sample at or below `x`. NaN, and anything beside an empty sample, is above
  /// all.
  func fraction(atMost x: Double) -> Double {
    guard count > 0, !x.isNaN else { return .greatestFiniteMagnitude }
    return beyondSample(x) ?? Double(sorted.upperBound(of: x)) / Double(count)
  }

  /// The mid-rank of `x` from 0, for the minimum, to 1, for the maximum: linear between the
  /// sample's values, and at their middle for ties. The sample is neither empty nor constant.
  func midrank(_ x: Double) -> Double {
    if let beyond = beyondSample(x) { return beyond }
    let index = sorted.lowerBound(of: x)
    if sorted[index] == x { return sampleMidrank(x) }
    let (below, above) = (sorted[index - 1], sorted[index])
    let start = sampleMidrank(below)
    let step = sampleMidrank(above) - start
    let width = above - below
    return start
      + (width.isFinite
        ? step * (x - below) / width
        : step * ((x / 2 - below / 2) / (above / 2 - below / 2)))
  }

  /// The value at a fraction of the sample: the inverse of `midrank` where there are no ties.
  func value(at fraction: Double) -> Double {
    let width = maximum - minimum
    if fraction < 0 { return (minimum + fraction * width).clampedToFinite }
    if fraction > 1 { return (maximum + (fraction - 1) * width).clampedToFinite }
    return Sorting.quantile(fraction, of: sorted.base, count: count)
  }

  /// Below 0 or above 1 for a value beyond the sample; nil for one within.
  private func beyondSample(_ x: Double) -> Double? {
    let unit = range > 0 ? range : 1
    if x < minimum { return x.offset(from: minimum, in: unit).clampedToFinite }
    if x > maximum { return (1 + x.offset(from: maximum, in: unit)).clampedToFinite }
    return nil
  }

  private func sampleMidrank(_ value: Double) -> Double {
    let (first, end) = (sorted.lowerBound(of: value), sorted.upperBound(of: value))
    if first == 0 { return 0 }
    if end == count { return 1 }
    return Double(first + end - 1) / 2 / Double(count - 1)
  }
}
