import CKernels

/// A borrowed, strided table of `float32` or `float64`: the caller's memory, read in place.
///
/// Rows are observations, columns are features. Strides count elements and may be negative or zero.
/// Row-major `float64` is never copied; anything else is converted block by block. All arithmetic
/// is in `Double`, so a `float32` table and its `float64` copy give the same results.
///
/// `owner` keeps the memory alive if the library allocated it; foreign memory is borrowed for the
/// duration of one call.
public struct MatrixView: @unchecked Sendable {
  package enum ElementType: Int32, Sendable {
    case float32 = 1
    case float64 = 2
  }

  /// The maximum magnitude of a value. Its square, summed over any table that fits in memory, is
  /// finite.
  public static let maxMagnitude = 1e150

  package let base: UnsafeRawPointer
  /// Observations.
  public let rows: Int
  /// Features.
  public let columns: Int
  package let rowStride: Int
  package let columnStride: Int
  package let type: ElementType
  let owner: AnyObject?
  /// What the columns hold; nil for numeric ones without missing cells.
  package private(set) var schema: Schema?
  /// The standard deviations that columns count as having where they are standardised; 0, or nil
  /// for all: their own. Columns that stand for one column have one.
  package private(set) var units: Buffer<Double>?

  /// The caller guarantees that every element lies in readable memory: `Sources/DAS` checks foreign
  /// views.
  package init(
    base: UnsafeRawPointer, rows: Int, columns: Int, rowStride: Int, columnStride: Int,
    type: ElementType, owner: AnyObject? = nil, schema: Schema? = nil
  ) {
    self.base = base
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride
    self.columnStride = columnStride
    self.type = type
    self.owner = owner
    self.schema = schema
  }

  /// The same memory with columns that count as having these standard deviations.
  func with(units: Buffer<Double>) -> MatrixView {
    var view = self
    view.units = units
    return view
  }

  /// The same memory with another schema; its cells have been checked.
  package func with(_ schema: Schema?) -> MatrixView {
    var view = self
    view.schema = schema
    return view
  }

  /// One element, for tests and code that is not hot.
  package subscript(row: Int, column: Int) -> Double {
    let offset = row * rowStride + column * columnStride
    switch type {
    case .float64: return base.assumingMemoryBound(to: Double.self)[offset]
    case .float32: return Double(base.assumingMemoryBound(to: Float.self)[offset])
    }
  }

  /// The rows of `range`, without a copy.
  package func rows(_ range: Range<Int>) -> MatrixView {
    let size = type == .float64 ? 8 : 4
    var part = MatrixView(
      base: base + range.lowerBound * rowStride * size, rows: range.count, columns: columns,
      rowStride: rowStride, columnStride: columnStride, type: type, owner: owner, schema: schema)
    part.units = units
    return part
  }

  /// The memory itself if it is row-major `float64`: element (i, j) is at `i * rowStride + j`.
  package var rowMajorDoubles: UnsafePointer<Double>? {
    guard type == .float64, columnStride == 1 || columns == 1, rowStride >= columns else {
      return nil
    }
    return base.assumingMemoryBound(to: Double.self)
  }
}

// MARK: - Rows to come

extension MatrixView {
  /// Prefetches a row. The hardware prefetcher stops at the end of a tile, so tile-wise readers
  /// would wait for each new one.
  @inline(__always)
  func prefetch(_ row: Int) {
    guard row < rows, columnStride == 1 else { return }
    let size = type == .float64 ? 8 : 4
    libdas_prefetch(base + row * rowStride * size, columns * size)
  }
}

// MARK: - Copies

extension MatrixView {
  /// Writes the rows of `range` as packed row-major doubles.
  @inline(__always)
  package func copyRows(_ range: Range<Int>, into target: UnsafeMutablePointer<Double>) {
    var out = target
    for row in range {
      copyRow(row, into: out)
      out += columns
    }
  }

  /// Writes one row as packed doubles.
  package func copyRow(_ row: Int, into target: UnsafeMutablePointer<Double>) {
    switch type {
    case .float64:
      let source = base.assumingMemoryBound(to: Double.self) + row * rowStride
      for column in 0..<columns { target[column] = source[column &* columnStride] }
    case .float32:
      let source = base.assumingMemoryBound(to: Float.self) + row * rowStride
      for column in 0..<columns { target[column] = Double(source[column &* columnStride]) }
    }
  }

  /// Writes the rows of `range` of one column as packed doubles.
  package func copyColumn(
    _ column: Int, rows range: Range<Int>, into target: UnsafeMutablePointer<Double>
  ) {
    let first = range.lowerBound * rowStride + column * columnStride
    switch type {
    case .float64:
      let source = base.assumingMemoryBound(to: Double.self) + first
      for row in 0..<range.count { target[row] = source[row &* rowStride] }
    case .float32:
      let source = base.assumingMemoryBound(to: Float.self) + first
      for row in 0..<range.count { target[row] = Double(source[row &* rowStride]) }
    }
  }
}

// MARK: - Copies of columns

extension MatrixView {
  /// Writes the rows of `range` of several columns as doubles, one packed column after another.
  /// This is faster than column by column if they share cache lines.
  package func copyColumns(
    _ columns: Range<Int>, rows range: Range<Int>, into target: UnsafeMutablePointer<Double>
  ) {
    let first = range.lowerBound * rowStride + columns.lowerBound * columnStride
    switch type {
    case .float64:
      let source = base.assumingMemoryBound(to: Double.self) + first
      copyColumns(columns.count, rows: range.count, into: target) { source[$0] }
    case .float32:
      let source = base.assumingMemoryBound(to: Float.self) + first
      copyColumns(columns.count, rows: range.count, into: target) { Double(source[$0]) }
    }
  }

  @inline(__always)
  private func copyColumns(
    _ columns: Int, rows: Int, into target: UnsafeMutablePointer<Double>,
    _ element: (_ offset: Int) -> Double
  ) {
    for row in 0..<rows {
      for column in 0..<columns {
        target[column &* rows &+ row] = element(row &* rowStride &+ column &* columnStride)
      }
    }
  }
}

// MARK: - Blocks

extension MatrixView {
  /// Rows per block wherever work is divided into blocks. A constant, so that results do not depend
  /// on the number of threads.
  package static let blockRows = 1024

  package var blockCount: Int { (rows + Self.blockRows - 1) / Self.blockRows }

  package func blockRange(_ block: Int) -> Range<Int> {
    let first = block * Self.blockRows
    return first..<Swift.min(first + Self.blockRows, rows)
  }

  /// Passes the rows of `range` to `body` as row-major doubles with their row stride: in place if
  /// the memory allows it, else converted into a scratch copy.
  package func withRowMajor<Result>(
    _ range: Range<Int>, on execution: Execution,
    _ body: (UnsafePointer<Double>, _ rowStride: Int) throws -> Result
  ) throws -> Result {
    if let memory = rowMajorDoubles {
      return try withExtendedLifetime(owner) {
        try body(memory + range.lowerBound * rowStride, rowStride)
      }
    }
    let copy = try execution.scratch(range.count * columns)
    copyRows(range, into: copy.base)
    return try body(copy.base, columns)
  }
}
