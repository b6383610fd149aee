/// Exact k nearest neighbours in Euclidean distance among fixed reference rows, by brute force.
///
/// |q - r|^2 = |q|^2 + |r|^2 - 2 q.r, so the distances of a tile of queries are one matrix product.
/// That sum cancels where the rows are close, so the distances of the rows found are computed again
/// from differences, and a copy of a reference row is at distance 0 exactly.
///
/// - Complexity: O(queries x reference x columns) in BLAS; memory for one tile a thread.
public struct NearestNeighbors: Sendable {
  public let reference: Matrix
  private let squaredNorms: Buffer<Double>

  /// Queries per matrix product.
  private static let tileRows = 64

  /// The neighbours of some queries: `neighbors` of each, nearest first.
  public struct Found: Sendable {
    public let neighbors: Int
    public let indices: Buffer<Int32>
    public let distances: Buffer<Double>
  }

  public init(_ reference: Matrix) throws {
    self.reference = reference
    self.squaredNorms = try Buffer(uninitialized: reference.rows)
    for row in 0..<reference.rows {
      squaredNorms.base[row] = Self.dot(
        reference.row(row), reference.row(row), count: reference.columns)
    }
  }

  /// The `neighbors` nearest reference rows of each query, or all of them where there are fewer.
  ///
  /// - Parameter excluded: for each query a reference row that does not count, or -1: with it, one
  ///   neighbour less is to be had.
  public func search(
    _ queries: Matrix, neighbors: Int, excluding excluded: Buffer<Int32>? = nil
  ) throws -> Found {
    let wanted = min(neighbors, reference.rows - (excluded == nil ? 0 : 1))
    let found = Found(
      neighbors: wanted, indices: try Buffer(uninitialized: queries.rows * wanted),
      distances: try Buffer(uninitialized: queries.rows * wanted))
    guard wanted > 0 else { return found }
    let tile = try Buffer<Double>(uninitialized: Self.tileRows * reference.rows)
    var first = 0
    while first < queries.rows {
      let count = min(Self.tileRows, queries.rows - first)
      LinearAlgebra.multiplyTransposed(
        queries.row(first), stride: queries.columns, rows: count, reference.row(0),
        stride: reference.columns, rows: reference.rows, inner: reference.columns,
        into: tile.base, stride: reference.rows, alpha: -2)
      for row in first..<first + count {
        select(
          tile.base + (row - first) * reference.rows,
          excluding: excluded.map { Int($0[row]) } ?? -1,
          into: found, row: row)
        refine(queries.row(row), found, row: row)
      }
      first += count
    }
    return found
  }

  /// Keeps the smallest of |r|^2 - 2 q.r by insertion; ties go to the lower index.
  private func select(
    _ products: UnsafePointer<Double>, excluding excluded: Int, into found: Found, row: Int
  ) {
    let (indices, values) = (
      found.indices.base + row * found.neighbors, found.distances.base + row * found.neighbors
    )
    let norms = squaredNorms.base
    var (kept, worst) = (0, Double.infinity)
    for index in 0..<reference.rows {
      let value = norms[index] + products[index]
      if value >= worst || index == excluded { continue }
      var place = kept < found.neighbors ? kept : kept - 1
      while place > 0, values[place - 1] > value {
        values[place] = values[place - 1]
        indices[place] = indices[place - 1]
        place -= 1
      }
      values[place] = value
      indices[place] = Int32(index)
      if kept < found.neighbors { kept += 1 }
      if kept == found.neighbors { worst = values[kept - 1] }
    }
  }

  /// Puts true distances in place, in ascending order.
  private func refine(_ query: UnsafePointer<Double>, _ found: Found, row: Int) {
    let start = row * found.neighbors
    for place in start..<start + found.neighbors {
      let index = found.indices.base[place]
      let distance = Self.distance(query, reference.row(Int(index)), count: reference.columns)
      var target = place
      while target > start, found.distances.base[target - 1] > distance {
        found.distances.base[target] = found.distances.base[target - 1]
        found.indices.base[target] = found.indices.base[target - 1]
        target -= 1
      }
      found.distances.base[target] = distance
      found.indices.base[target] = index
    }
  }

  @inline(__always)
  private static func dot(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sum = 0.0
    for index in 0..<count { sum += a[index] * b[index] }
    return sum
  }

  @inline(__always)
  private static func distance(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, count: Int
  ) -> Double {
    var sum = 0.0
    for index in 0..<count {
      let difference = a[index] - b[index]
      sum += difference * difference
    }
    return sum.squareRoot()
  }
}
