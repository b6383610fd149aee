import CVectorMath

/// Lower bounds of the distances from queries q to all rows r of a table, in single precision: what an
/// exact search need not look at.
///
/// (|q - r|^2 - |q|^2) / 2 = |r|^2 / 2 - q.r, so the bounds of a tile of queries are one product of
/// matrices. In whatever order its n terms are added, the sum is off by at most n u / (1 - n u) times
/// |q| |r| + |r|^2 / 2 with u = 2^-24 (Higham, "Accuracy and Stability of Numerical Algorithms", 2002,
/// section 3.1). Twice as much is taken off: of |r|^2 / 2 beforehand, of -q.r by one more column.
struct DistanceBounds: Sendable {
  /// Panels of 16 rows, column by column: of each row r, margin |r| and (1 - margin) |r|^2 / 2.
  private let panels: Buffer<Float>
  private let columns: Int
  private let places: Int
  private let margin: Double
  private let largestNorm: Double

  private static let width = Int(LIBDAS_PANEL_COLUMNS)
  /// Norms up to here neither overflow nor, by underflow, lose more than the slack of `limit`.
  private static let soundNorm = 0x1p48
  private static let mostColumns = 1 << 20

  init(_ table: Matrix) throws {
    columns = table.columns
    places = (table.rows + Self.width - 1) / Self.width * Self.width
    margin = Double(columns + 8) * 0x1p-23
    panels = try Buffer(repeating: 0, count: places * (columns + 2))
    var largest = columns <= Self.mostColumns ? 0 : Double.infinity
    for place in 0..<places {
      let out = panels.base + (place - place % Self.width) * (columns + 2) + place % Self.width
      // Behind the last row there is nothing to be found.
      out[(columns + 1) * Self.width] = .infinity
      guard place < table.rows else { continue }
      let row = table.row(place)
      let norm = Vectors.squaredNorm(row, count: columns).squareRoot()
      for column in 0..<columns { out[column * Self.width] = Float(row[column]) }
      out[columns * Self.width] = Float(margin * norm)
      out[(columns + 1) * Self.width] = Float((1 - margin) * 0.5 * norm * norm)
      largest = max(largest, norm)
    }
    largestNorm = largest
  }
}

// MARK: - Tiles

extension DistanceBounds {
  /// The bounds for some queries.
  struct Tile: ~Copyable {
    fileprivate let queries: Scratch<Float>
    fileprivate let bounds: Scratch<Float>
  }

  func tile(queries: Int, on execution: Execution) throws -> Tile {
    try Tile(
      queries: execution.scratch(queries * (columns + 2), of: Float.self),
      bounds: execution.scratch(queries * places, of: Float.self))
  }

  /// One bound for each row of the table, and infinity behind the last, for packed queries.
  func fill(_ tile: borrowing Tile, with queries: UnsafePointer<Double>, count: Int) {
    for query in 0..<count {
      let (values, out) = (queries + query * columns, tile.queries.base + query * (columns + 2))
      for column in 0..<columns { out[column] = Float(-values[column]) }
      out[columns] = Float(-Vectors.squaredNorm(values, count: columns).squareRoot())
      out[columns + 1] = 1
    }
    libdas_multiply_panels(
      count, places / Self.width, columns + 2, tile.queries.base, panels.base,
      tile.bounds.base)
  }

  func bounds(_ index: Int, in tile: borrowing Tile) -> UnsafeMutablePointer<Float> {
    tile.bounds.base + index * places
  }
}

// MARK: - Limits

extension DistanceBounds {
  /// What the bounds of the `count` nearest rows lie below.
  ///
  /// Where single precision tells nothing, it is infinity and all bounds become -infinity.
  func limit(
    nearest count: Int, _ bounds: UnsafeMutablePointer<Float>, squaredNorm: Double
  ) -> Float {
    let norm = squaredNorm.squareRoot()
    guard max(norm, largestNorm) <= Self.soundNorm else {
      bounds.update(repeating: -.infinity, count: places)
      return .infinity
    }
    // A bound may lie below its distance by what was taken off, and the error of the sum as well.
    let most = 2 * margin * (norm + largestNorm / 2) * largestNorm
    let least = Double(libdas_least_bound(bounds, places, count)) + most
    return limit(distance: max(2 * least + squaredNorm, 0).squareRoot(), squaredNorm: squaredNorm)
  }

  /// What the bounds of all rows lie below that are no farther than `distance`.
  func limit(distance: Double, squaredNorm: Double) -> Float {
    let square = distance * distance
    let slack = Double(columns + 8) * ((square + squaredNorm) * 0x1p-52 + 0x1p-100)
    return Float((square - squaredNorm) / 2 + slack).nextUp
  }
}
