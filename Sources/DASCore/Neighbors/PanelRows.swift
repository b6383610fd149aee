import CKernels

/// Rows in panels of 16, column-major within a panel (the packed panels of BLIS), in the type they
/// came in: `float32` rows take half the memory of `float64` ones, and give the same results.
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

  /// The offset of a row's first column; the others follow at steps of the panel's width.
  @inline(__always)
  private func start(_ index: Int) -> Int {
    (index &- index % Self.width) &* columns &+ index % Self.width
  }

  /// Stores a row whose values the type represents exactly.
  func set(_ index: Int, to row: UnsafePointer<Double>) {
    let start = start(index)
    switch values {
    case .single(let values):
      for column in 0..<columns { values.base[start + column * Self.width] = Float(row[column]) }
    case .double(let values):
      for column in 0..<columns { values.base[start + column * Self.width] = row[column] }
    }
  }

  @inline(__always)
  func copy(_ index: Int, into row: UnsafeMutablePointer<Double>) {
    let start = start(index)
    switch values {
    case .single(let values):
      for column in 0..<columns {
        row[column] = Double(values.base[start &+ column &* Self.width])
      }
    case .double(let values):
      for column in 0..<columns { row[column] = values.base[start &+ column &* Self.width] }
    }
  }

  /// Writes, for each row from `index` on, the sum of absolute (p = 1) or squared differences to
  /// `x`: the distance before the final root. `index` is a multiple of 16.
  func sumDifferences(
    _ index: Int, panels: Int, of distance: RowDistance, to x: UnsafePointer<Double>,
    into sums: UnsafeMutablePointer<Double>
  ) {
    let (squares, factors): (Int32, _) = (distance.p == 1 ? 0 : 1, distance.factors.base)
    switch values {
    case .single(let values):
      libdas_panel_distances(
        0, squares, panels, columns, values.base + index * columns, x, factors, sums)
    case .double(let values):
      libdas_panel_distances(
        1, squares, panels, columns, values.base + index * columns, x, factors, sums)
    }
  }

  /// Writes panels from `index` on, a multiple of 16, in single precision, centred and scaled.
  func pack(
    _ index: Int, panels: Int, center: UnsafePointer<Double>, factor: UnsafePointer<Double>,
    into target: UnsafeMutablePointer<Float>
  ) {
    switch values {
    case .single(let values):
      libdas_pack_panels(
        0, panels, columns, values.base + index * columns, center, factor, target)
    case .double(let values):
      libdas_pack_panels(
        1, panels, columns, values.base + index * columns, center, factor, target)
    }
  }
}
