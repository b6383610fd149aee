/// Rows as the trees of a `CodedForest` read them: codes in groups of 64 rows, each group feature by
/// feature, so that vectors compare one feature of many rows.
struct CodedRows: ~Copyable {
  /// Rows of a group.
  static let group = 64

  let count: Int
  private let codes: Scratch<UInt16>
  private let columns: Int

  /// Room for `count` rows.
  init(_ count: Int, columns: Int, on execution: Execution) throws {
    (self.count, self.columns) = (count, columns)
    let groups = (count + Self.group - 1) / Self.group
    codes = try execution.scratch(groups * Self.group * columns, of: UInt16.self)
  }

  /// Writes rows from the `first`-th on, with which a group begins.
  func encode(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int, from first: Int, by grid: CutGrid
  ) {
    for start in Swift.stride(from: 0, to: count, by: Self.group) {
      for feature in 0..<columns {
        grid.encode(
          rows + start * stride + feature, stride: stride, count: min(Self.group, count - start),
          feature: feature, into: place(of: first + start) + feature * Self.group)
      }
    }
  }

  /// Where feature 0 of a row is; feature f stands 64 f places behind it.
  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<UInt16> { UnsafePointer(place(of: row)) }

  @inline(__always)
  private func place(of row: Int) -> UnsafeMutablePointer<UInt16> {
    codes.base + row / Self.group &* columns &* Self.group + row % Self.group
  }
}
