/// Unsupervised outlier detection by empirical cumulative distribution functions (Li, Zhao, Hu,
/// Botta, Ionescu and Chen, "ECOD", IEEE TKDE 2022).
///
/// With the fractions L of training values <= x and R of training values >= x in a feature, that
/// feature adds
///
///     max(-log L, -log R, tail),   tail = -log L, -log R or their sum
///
/// where the training values are skewed to the left, to the right, or not at all. Skewness
/// therefore matters in symmetric and constant features only, as in PyOD.
///
/// In a mixed table, a nominal cell adds -log of the fraction of its category among the cells that
/// are not missing, and a missing one -log of the fraction of missing cells.
///
/// The distributions are frozen at fit. PyOD pools the rows to be scored with the training rows
/// instead, so that a score there depends on the batch. A new row counts itself: L = (k + 1) / (n +
/// 1). `trainingScores` are the published ones, L = k / n; they are lower than the scores that the
/// same rows would get as new ones, as every leave-in score is.
///
/// - Complexity: fit O(n d), score O(d) a row for smooth features and O(d log n) at worst; memory
///   O(n d).
package struct ECOD: Detector {
  package static let name = "ecod"
  package static let settings: [Setting] = []

  package init(_ settings: Settings) throws {}

  package var takesSchema: Bool { true }

  package func fit(
    _ X: MatrixView, seed: UInt64, on execution: Execution
  ) throws -> any FittedDetector {
    if let schema = X.schema { return try fit(X, schema, on: execution) }
    let skewness = try Buffer<Int8>(repeating: 0, count: X.columns)
    let distributions = try EmpiricalDistributions(X, on: execution) { column, values in
      skewness.base[column] = Self.skewness(values, count: X.rows)
    }
    return try FittedECOD(distributions: distributions, skewness: skewness)
  }

  /// The sign of m_3 / m_2^1.5, the third central moment over the variance, of ascending values.
  ///
  /// A skewness within 1e-12 of 0 is rounding and counts as none, so that rounding cannot turn a
  /// symmetric feature. Values are taken relative to the minimum, in units of a power of two near
  /// their range, so that offsets cost no digits and no power overflows.
  static func skewness(_ values: UnsafePointer<Double>, count: Int) -> Int8 {
    let (minimum, maximum) = (values[0], values[count - 1])
    guard minimum < maximum else { return 0 }
    let unit = 1 / max(maximum - minimum, 0x1p-1000).binade
    let mean = sum(of: values, count) { ($0 - minimum) * unit } / Double(count)
    let squares = sum(of: values, count) {
      let deviation = ($0 - minimum) * unit - mean
      return deviation * deviation
    }
    let cubes = sum(of: values, count) {
      let deviation = ($0 - minimum) * unit - mean
      return deviation * deviation * deviation
    }
    let variance = squares / Double(count)
    let skewness = cubes / Double(count) / (variance * variance.squareRoot())
    return skewness > 1e-12 ? 1 : skewness < -1e-12 ? -1 : 0
  }

  /// Eight independent partial sums, which do not wait for each other.
  @inline(__always)
  private static func sum(
    of values: UnsafePointer<Double>, _ count: Int, _ term: (SIMD8<Double>) -> SIMD8<Double>
  ) -> Double {
    let raw = UnsafeRawPointer(values)
    var sums = SIMD8<Double>.zero
    var index = 0
    while index &+ 8 <= count {
      sums += term(raw.loadUnaligned(fromByteOffset: index &* 8, as: SIMD8<Double>.self))
      index &+= 8
    }
    var sum = sums.sum()
    while index < count {
      sum += term(SIMD8(repeating: values[index]))[0]
      index &+= 1
    }
    return sum
  }
}
