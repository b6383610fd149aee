/// Rows as the trees of a `CodedForest` read them: codes in groups of 64 rows, each group feature by
/// feature, so that vectors compare one feature of many rows.
struct CodedRows: ~Copyable {
  /// Rows of a group.
  static let count = 64

  private let codes: Scratch<UInt16>
  private let columns: Int

  init(
    _ rows: UnsafePointer<Double>, _ stride: Int, _ count: Int, by grid: CutGrid,
    on execution: Execution
  ) throws {
    columns = grid.columns
    let groups = (count + Self.count - 1) / Self.count
    codes = try execution.scratch(groups * Self.count * columns, of: UInt16.self)
    for group in 0..<groups {
      let first = group * Self.count
      for feature in 0..<columns {
        grid.encode(
          rows + first * stride + feature, stride: stride, count: min(Self.count, count - first),
          feature: feature, into: codes.base + (group * columns + feature) * Self.count)
      }
    }
  }

  /// Where feature 0 of a row is; feature f stands 64 f places behind it.
  @inline(__always)
  func row(_ row: Int) -> UnsafePointer<UInt16> {
    let group = row / Self.count
    return UnsafePointer(codes.base + group &* columns &* Self.count + row % Self.count)
  }
}
