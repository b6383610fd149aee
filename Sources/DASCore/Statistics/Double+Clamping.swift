extension Double {
  /// The value held within what is finite; NaN is the most. Rows so far off that a score overflows score
  /// the most, and sorting and scaling go on working.
  var clampedToFinite: Double {
    let most = Double.greatestFiniteMagnitude
    return isNaN ? most : Swift.min(Swift.max(self, -most), most)
  }
}
