/// Rows as a `QuantizedForest` reads them: quantised values in blocks of 64 rows, each block
/// feature by feature, so that a vector compares one feature of many rows.
struct QuantizedBatch: ~Copyable {
  static let blockRows = 64

  let count: Int
  private let values: Scratch<UInt16>
  private let columns: Int

  /// Memory for `count` rows.
  init(_ count: Int, columns: Int, on execution: Execution) throws {
    (self.count, self.columns) = (count, columns)
    let blocks = (count + Self.blockRows - 1) / Self.blockRows
    values = try execution.scratch(blocks * Self.blockRows * columns, of: UInt16.self)
  }

  /// Quantises `count` rows and stores them from index `first` on, a multiple of 64.
  func quantize(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int, from first: Int,
    by grid: ThresholdGrid
  ) {
    for start in Swift.stride(from: 0, to: count, by: Self.blockRows) {
      for feature in 0..<columns {
        grid.quantize(
          rows + start * stride + feature, stride: stride,
          count: min(Self.blockRows, count - start), feature: feature,
          into: pointer(to: first + start) + feature * Self.blockRows)
      }
    }
  }

  /// The value of feature 0 of a row; that of feature f is 64 f elements further.
  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<UInt16> { UnsafePointer(pointer(to: row)) }

  @inline(__always)
  private func pointer(to row: Int) -> UnsafeMutablePointer<UInt16> {
    values.base + row / Self.blockRows &* columns &* Self.blockRows + row % Self.blockRows
  }
}
