import Glibc

/// The standard normal distribution.
enum NormalDistribution {
  /// The value below which a fraction of the distribution lies, for a fraction between 0 and 1
  /// (Acklam's rational approximation, with a step of Halley's method: to about 1e-15).
  static func quantile(_ fraction: Double) -> Double {
    let start = approximateQuantile(fraction)
    let error = 0.5 * erfc(-start / 2.0.squareRoot()) - fraction
    let step = error * (2 * .pi).squareRoot() * exp(start * start / 2)
    return start - step / (1 + start * step / 2)
  }

  private static func approximateQuantile(_ fraction: Double) -> Double {
    let tail = 0.02425
    if fraction < tail { return lowerTail((-2 * log(fraction)).squareRoot()) }
    if fraction > 1 - tail { return -lowerTail((-2 * log(1 - fraction)).squareRoot()) }
    let (q, r) = (fraction - 0.5, (fraction - 0.5) * (fraction - 0.5))
    return q
      * polynomial(
        r, -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
        1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239e+00)
      / polynomial(
        r, -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
        6.680131188771972e+01, -1.328068155288572e+01, 1)
  }

  private static func lowerTail(_ q: Double) -> Double {
    polynomial(
      q, -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
      -2.549732539343734e+00, 4.374664141464968e+00, 2.938163982698783e+00)
      / polynomial(
        q, 0, 7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
        3.754408661907416e+00, 1)
  }

  /// Coefficients of the highest power first.
  private static func polynomial(
    _ x: Double, _ a: Double, _ b: Double, _ c: Double, _ d: Double, _ e: Double, _ f: Double
  ) -> Double {
    ((((a * x + b) * x + c) * x + d) * x + e) * x + f
  }
}
