import CKernels

extension MatrixView {
  /// Values checked by one thread at a time: enough to be worth a thread.
  static let partValues = 1 << 20

  /// Checks that values are finite and their squares summable. Throws `invalidData` with the
  /// position of the first that is not.
  ///
  /// - Parameters:
  ///   - featureNames: for the message; nil if they are unknown.
  ///   - hint: what the message adds where the value is NaN.
  package func checkValues(
    _ name: String, featureNames: FeatureNames? = nil, ofMissing hint: String = "",
    on execution: Execution
  ) throws {
    let size = max(Self.partValues / columns, 1)
    let parts = (rows + size - 1) / size
    if parts == 1 { return try checkValues(name, featureNames, hint, 0..<rows) }
    try execution.forEach(parts) { part in
      try checkValues(name, featureNames, hint, part * size..<min((part + 1) * size, rows))
    }
  }

  private func checkValues(
    _ name: String, _ featureNames: FeatureNames?, _ hint: String, _ range: Range<Int>
  ) throws {
    if areSound(range) { return }
    for row in range {
      for column in 0..<columns {
        let value = self[row, column]
        if !(value.magnitude <= Self.maxMagnitude) {
          throw DASError(
            .invalidData,
            "\(name)[\(row), \(column)] is \(value)\(Self.within(column, featureNames)); "
              + Self.allowedNumbers
              + (value.isNaN ? hint : ""))
        }
      }
    }
  }

  /// The numbers that a table takes, for messages.
  static var allowedNumbers: String {
    "values must be finite and at most \(maxMagnitude) in magnitude"
  }

  /// The name of a column, for the message of a cell.
  static func within(_ column: Int, _ featureNames: FeatureNames?) -> String {
    featureNames.map { " in column \(ForeignText.quoted($0[column], atMost: 60))" } ?? ""
  }

  private func areSound(_ range: Range<Int>) -> Bool {
    guard let memory = rowMajorDoubles else { return range.allSatisfy(isSound) }
    let first = memory + range.lowerBound * rowStride
    if rowStride == columns { return areWithin(first, range.count * columns) }
    return (0..<range.count).allSatisfy { areWithin(first + $0 * rowStride, columns) }
  }

  private func areWithin(_ values: UnsafePointer<Double>, _ count: Int) -> Bool {
    libdas_is_bounded(values, count, Self.maxMagnitude) != 0
  }

  @inline(__always)
  private func isSound(_ row: Int) -> Bool {
    // One comparison a value and no early exit, so that the loop is vectorised.
    var unsound = 0
    switch type {
    case .float64:
      let values = base.assumingMemoryBound(to: Double.self) + row * rowStride
      for column in 0..<columns {
        unsound |= values[column &* columnStride].magnitude <= Self.maxMagnitude ? 0 : 1
      }
    case .float32:
      let values = base.assumingMemoryBound(to: Float.self) + row * rowStride
      for column in 0..<columns { unsound |= values[column &* columnStride].isFinite ? 0 : 1 }
    }
    return unsound == 0
  }
}
