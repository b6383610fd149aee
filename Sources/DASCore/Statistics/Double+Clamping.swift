extension Double {
  /// The value clamped to the finite range. NaN becomes the largest finite value, so that a score
  /// that overflowed ranks as most anomalous, and sorting and scaling keep working.
  var clampedToFinite: Double {
    let limit = Double.greatestFiniteMagnitude
    return isNaN ? limit : Swift.min(Swift.max(self, -limit), limit)
  }

  /// (self - origin) / unit, computed from halves where the difference overflows.
  func offset(from origin: Double, in unit: Double) -> Double {
    let difference = self - origin
    return difference.isFinite ? difference / unit : (self / 2 - origin / 2) / (unit / 2)
  }
}
