/// The rows of a table grouped by the leaves of a k-d tree, each leaf with its bounding box. A
/// search visits or skips a leaf as a whole.
///
/// Rows are stored leaf by leaf, each leaf from a new panel on; the padding repeats its last row.
struct KDTreeLeaves: Sendable {
  let distance: RowDistance
  let partition: KDTreePartition
  let values: PanelRows
  /// The maximum distance, Manhattan's or Euclid's, of a leaf's rows to the centre of its box.
  let radii: Buffer<Double>
  /// The maximum number of rows of a leaf, rounded up to whole panels.
  let paddedSize: Int
  private let boxes: Buffer<Double>

  /// - Complexity: O(n log n columns); memory for one copy of the rows in their own type.
  init(
    _ X: MatrixView, distance: RowDistance, maxRows: Int, on execution: Execution
  ) throws {
    self.distance = distance
    partition = try KDTreePartition(
      X, maxRows: maxRows, factors: distance.factors, on: execution)
    let panels = PanelRows.panels(of: X.rows)
    paddedSize = (panels + partition.parts - 1) >> partition.levels * PanelRows.width
    values = try PanelRows(panels: panels, columns: X.columns, type: X.type)
    boxes = try Buffer(uninitialized: partition.parts * 2 * X.columns)
    radii = try Buffer(uninitialized: partition.parts)
    try execution.forEach(partition.parts) { try fill($0, with: X) }
  }

  var count: Int { partition.parts }
  var rows: Int { partition.rows }
  var columns: Int { distance.columns }

  func box(_ leaf: Int) -> BoundingBox {
    BoundingBox(boxes.base + leaf * 2 * columns, columns: columns)
  }

  /// The number of rows of a leaf, their panels, and the index of the first.
  func size(_ leaf: Int) -> Int { partition.range(leaf).count }
  func panels(_ leaf: Int) -> Int { PanelRows.panels(of: size(leaf)) }
  func firstIndex(_ leaf: Int) -> Int { partition.range(leaf).lowerBound }

  /// The table's number of the leaf's first row.
  func firstRow(_ leaf: Int) -> Int32 {
    partition.order.base[firstIndex(leaf)]
  }

  /// The table's numbers of the leaf's rows.
  func numbers(_ leaf: Int) -> UnsafePointer<Int32> {
    UnsafePointer(partition.order.base + firstIndex(leaf))
  }

  /// Copies the `index`-th row of a leaf.
  @inline(__always)
  func copyRow(_ index: Int, of leaf: Int, into row: UnsafeMutablePointer<Double>) {
    values.copy(firstIndex(leaf) &+ index, into: row)
  }

  private func fill(_ leaf: Int, with X: MatrixView) throws {
    let memory = try Buffer<Double>(uninitialized: 2 * columns)
    let (row, center, box) = (memory.base, memory.base + columns, box(leaf))
    let (size, numbers) = (size(leaf), numbers(leaf))
    for index in 0..<panels(leaf) * PanelRows.width {
      X.copyRow(Int(numbers[min(index, size - 1)]), into: row)
      values.set(firstIndex(leaf) + index, to: row)
      if index == 0 { box.begin(row, columns: columns) } else { box.include(row, columns: columns) }
    }
    setCenter(of: leaf, center)
    var radius = 0.0
    for index in 0..<size {
      copyRow(index, of: leaf, into: row)
      radius = max(radius, distance.reach(row, center))
    }
    radii.base[leaf] = radius
    withExtendedLifetime(memory) {}
  }

  /// Writes the centre of a leaf's box.
  func setCenter(of leaf: Int, _ center: UnsafeMutablePointer<Double>) {
    let box = box(leaf)
    for column in 0..<columns { center[column] = 0.5 * box.low[column] + 0.5 * box.high[column] }
  }
}
