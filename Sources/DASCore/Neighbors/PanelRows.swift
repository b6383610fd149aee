import CKernels

/// Rows in panels of 16, column by column within a panel, in the type that they came in: `float32`
/// rows take half of the memory of `float64` ones, and give the same numbers.
struct PanelRows: Sendable {
  private enum Values: Sendable {
    case single(Buffer<Float>)
    case double(Buffer<Double>)
  }

  static let width = Int(LIBDAS_PANEL_COLUMNS)

  static func panels(of rows: Int) -> Int { (rows + width - 1) / width }

  let columns: Int
  private let values: Values

  /// Memory for `panels` panels.
  init(panels: Int, columns: Int, type: MatrixView.ElementType) throws {
    self.columns = columns
    let (size, overflow) = panels.multipliedReportingOverflow(by: columns * Self.width)
    guard !overflow else {
      throw DASError(.outOfMemory, "cannot keep the rows: the size overflows")
    }
    switch type {
    case .float32: values = .single(try Buffer(uninitialized: size))
    case .float64: values = .double(try Buffer(uninitialized: size))
    }
  }

  var type: MatrixView.ElementType {
    switch values {
    case .single: .float32
    case .double: .float64
    }
  }

  /// Where a row begins; its columns follow at steps of the panels' width.
  @inline(__always)
  private func start(_ place: Int) -> Int {
    (place &- place % Self.width) &* columns &+ place % Self.width
  }

  /// Keeps a row whose values the type holds.
  func set(_ place: Int, to row: UnsafePointer<Double>) {
    let start = start(place)
    switch values {
    case .single(let values):
      for column in 0..<columns { values.base[start + column * Self.width] = Float(row[column]) }
    case .double(let values):
      for column in 0..<columns { values.base[start + column * Self.width] = row[column] }
    }
  }

  @inline(__always)
  func copy(_ place: Int, into row: UnsafeMutablePointer<Double>) {
    let start = start(place)
    switch values {
    case .single(let values):
      for column in 0..<columns {
        row[column] = Double(values.base[start &+ column &* Self.width])
      }
    case .double(let values):
      for column in 0..<columns { row[column] = values.base[start &+ column &* Self.width] }
    }
  }

  /// Writes what the distances of `x` to the rows from `place` on are roots of, or are; `place` is a
  /// multiple of 16.
  func sumDifferences(
    _ place: Int, panels: Int, of distance: RowDistance, to x: UnsafePointer<Double>,
    into sums: UnsafeMutablePointer<Double>
  ) {
    let (squares, factors): (Int32, _) = (distance.p == 1 ? 0 : 1, distance.factors.base)
    switch values {
    case .single(let values):
      libdas_sum_rows(
        0, squares, panels, columns, values.base + place * columns, x, factors, sums)
    case .double(let values):
      libdas_sum_rows(
        1, squares, panels, columns, values.base + place * columns, x, factors, sums)
    }
  }

  /// Writes panels from `place` on, a multiple of 16, in single precision, scaled about a centre.
  func pack(
    _ place: Int, panels: Int, center: UnsafePointer<Double>, factor: UnsafePointer<Double>,
    into target: UnsafeMutablePointer<Float>
  ) {
    switch values {
    case .single(let values):
      libdas_pack_panels(
        0, panels, columns, values.base + place * columns, center, factor, target)
    case .double(let values):
      libdas_pack_panels(
        1, panels, columns, values.base + place * columns, center, factor, target)
    }
  }
}
