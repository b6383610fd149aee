import CKernels

extension MatrixView {
  /// Values checked by one thread at a time: enough to be worth a thread.
  private static let partValues = 1 << 20

  /// Checks that values are finite and their squares summable. Throws `invalidData` with the
  /// position of the first that is not.
  package func checkValues(_ name: String, on execution: Execution) throws {
    let size = max(Self.partValues / columns, 1)
    let parts = (rows + size - 1) / size
    if parts == 1 { return try checkValues(name, 0..<rows) }
    try execution.forEach(parts) { part in
      try checkValues(name, part * size..<min((part + 1) * size, rows))
    }
  }

  private func checkValues(_ name: String, _ range: Range<Int>) throws {
    if areSound(range) { return }
    for row in range {
      for column in 0..<columns {
        let value = self[row, column]
        if !(value.magnitude <= Self.maxMagnitude) {
          throw DASError(
            .invalidData,
            "\(name)[\(row), \(column)] is \(value); values must be finite and at most "
              + "\(Self.maxMagnitude) in magnitude")
        }
      }
    }
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
