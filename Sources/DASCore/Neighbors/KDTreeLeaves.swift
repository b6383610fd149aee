/// The rows of a table in blocks of near ones, each with its box: what a search visits or passes over as
/// a whole.
///
/// The rows stand block by block, each block from a whole panel on; the places behind the last row repeat it.
struct KDTreeLeaves: Sendable {
  let distance: RowDistance
  let partition: KDTreePartition
  let values: PanelRows
  /// The greatest distance, Manhattan's or Euclid's, of a block's row to the centre of its box.
  let radii: Buffer<Double>
  /// Places of a block at most, a multiple of the panels' width.
  let places: Int
  private let boxes: Buffer<Double>

  /// - Complexity: O(n log n columns); memory for one copy of the rows in their own type.
  init(
    _ X: MatrixView, distance: RowDistance, mostRows: Int, on execution: Execution
  ) throws {
    self.distance = distance
    partition = try KDTreePartition(
      X, most: mostRows, factors: distance.factors, on: execution)
    let panels = PanelRows.panels(of: X.rows)
    places = (panels + partition.parts - 1) >> partition.levels * PanelRows.width
    values = try PanelRows(panels: panels, columns: X.columns, type: X.type)
    boxes = try Buffer(uninitialized: partition.parts * 2 * X.columns)
    radii = try Buffer(uninitialized: partition.parts)
    try execution.forEach(partition.parts) { try fill($0, with: X) }
  }

  var count: Int { partition.parts }
  var rows: Int { partition.rows }
  var columns: Int { distance.columns }

  func box(_ block: Int) -> BoundingBox {
    BoundingBox(boxes.base + block * 2 * columns, columns: columns)
  }

  /// The number of rows in a block, the panels they take, and the place of the first.
  func size(_ block: Int) -> Int { partition.range(block).count }
  func panels(_ block: Int) -> Int { PanelRows.panels(of: size(block)) }
  func firstPlace(_ block: Int) -> Int { partition.range(block).lowerBound }

  /// The number of its first row in the table.
  func firstRow(_ block: Int) -> Int32 {
    partition.order.base[firstPlace(block)]
  }

  /// The rows of a block by their numbers in the table.
  func numbers(_ block: Int) -> UnsafePointer<Int32> {
    UnsafePointer(partition.order.base + firstPlace(block))
  }

  /// The `index`-th row of a block.
  @inline(__always)
  func copyRow(_ index: Int, of block: Int, into row: UnsafeMutablePointer<Double>) {
    values.copy(firstPlace(block) &+ index, into: row)
  }

  private func fill(_ block: Int, with X: MatrixView) throws {
    let memory = try Buffer<Double>(uninitialized: 2 * columns)
    let (row, center, box) = (memory.base, memory.base + columns, box(block))
    let (size, numbers) = (size(block), numbers(block))
    for index in 0..<panels(block) * PanelRows.width {
      X.copyRow(Int(numbers[min(index, size - 1)]), into: row)
      values.set(firstPlace(block) + index, to: row)
      if index == 0 { box.begin(row, columns: columns) } else { box.include(row, columns: columns) }
    }
    setCenter(of: block, center)
    var radius = 0.0
    for index in 0..<size {
      copyRow(index, of: block, into: row)
      radius = max(radius, distance.reach(row, center))
    }
    radii.base[block] = radius
    withExtendedLifetime(memory) {}
  }

  /// Writes the middle of a block's box.
  func setCenter(of block: Int, _ center: UnsafeMutablePointer<Double>) {
    let box = box(block)
    for column in 0..<columns { center[column] = 0.5 * box.low[column] + 0.5 * box.high[column] }
  }
}
