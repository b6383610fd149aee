import CVectorMath

/// Exact k nearest neighbours in Euclidean distance among fixed reference rows, by brute force.
///
/// Lower bounds of all distances are one product of matrices in single precision; distances are
/// computed, in double precision and from differences, of the few rows whose bound does not exceed the
/// k-th distance found so far. So what is found depends on the query alone, and a copy of a reference
/// row is at distance 0 exactly.
///
/// - Complexity: O(queries x reference x columns); memory for one tile a thread.
public struct NearestNeighbors: Sendable {
  public let reference: Matrix
  private let bounds: DistanceBounds

  /// Queries per matrix product.
  private static let tileRows = 16

  /// The neighbours of some queries: `neighbors` of each, nearest first; of equal ones the first row.
  public struct Found: Sendable {
    public let neighbors: Int
    public let indices: Buffer<Int32>
    public let distances: Buffer<Double>
  }

  public init(_ reference: Matrix) throws {
    self.reference = reference
    self.bounds = try DistanceBounds(reference)
  }

  /// The `neighbors` nearest reference rows of each query, or all of them where there are fewer.
  ///
  /// - Parameter excluded: for each query a reference row that does not count, or -1: with it, one
  ///   neighbour less is to be had.
  public func search(
    _ queries: Matrix, neighbors: Int, excluding excluded: Buffer<Int32>? = nil,
    on execution: Execution = Execution()
  ) throws -> Found {
    let wanted = min(neighbors, reference.rows - (excluded == nil ? 0 : 1))
    let found = Found(
      neighbors: wanted, indices: try Buffer(uninitialized: queries.rows * wanted),
      distances: try Buffer(uninitialized: queries.rows * wanted))
    try search(
      queries.storage.base, count: queries.rows, excluding: excluded?.base,
      into: Places(count: wanted, indices: found.indices.base, distances: found.distances.base),
      on: execution)
    return found
  }

  /// Room for the neighbours of some queries: `count` of each.
  struct Places {
    let count: Int
    let indices: UnsafeMutablePointer<Int32>
    let distances: UnsafeMutablePointer<Double>
  }

  /// The same for `count` packed queries; there must be as many neighbours to be had as there is room for.
  func search(
    _ queries: UnsafePointer<Double>, count: Int, excluding excluded: UnsafePointer<Int32>?,
    into found: Places, on execution: Execution
  ) throws {
    guard found.count > 0 else { return }
    let tile = try bounds.tile(queries: min(Self.tileRows, count), on: execution)
    for first in stride(from: 0, to: count, by: Self.tileRows) {
      let range = first..<min(first + Self.tileRows, count)
      bounds.fill(tile, with: queries + first * reference.columns, count: range.count)
      for row in range {
        let own = excluded.map { Int($0[row]) } ?? -1
        select(row, of: queries, bounds.bounds(row - first, in: tile), excluding: own, into: found)
      }
    }
  }

  /// Keeps the nearest rows by insertion, passing over those whose bound is beyond the last of them.
  private func select(
    _ row: Int, of queries: UnsafePointer<Double>, _ bounds: UnsafeMutablePointer<Float>,
    excluding excluded: Int, into found: Places
  ) {
    let query = queries + row * reference.columns
    let squaredNorm = Vectors.squaredNorm(query, count: reference.columns)
    let start = row * found.count
    let (indices, distances) = (found.indices + start, found.distances + start)
    var limit = self.bounds.limit(
      nearest: found.count + (excluded < 0 ? 0 : 1), bounds, squaredNorm: squaredNorm)
    var (kept, index) = (0, -1)
    while true {
      index = libdas_first_below(bounds, index + 1, reference.rows, limit)
      if index >= reference.rows { return }
      if index == excluded { continue }
      let distance = Vectors.squaredDistance(
        query, reference.row(index), count: reference.columns
      ).squareRoot()
      if kept < found.count { kept += 1 } else if distance >= distances[kept - 1] { continue }
      Self.insert(index, distance, at: kept - 1, indices, distances)
      if kept == found.count {
        limit = min(
          limit, self.bounds.limit(distance: distances[kept - 1], squaredNorm: squaredNorm))
      }
    }
  }

  /// Puts a row in its place among those before `place`, which are in ascending order.
  private static func insert(
    _ index: Int, _ distance: Double, at place: Int, _ indices: UnsafeMutablePointer<Int32>,
    _ distances: UnsafeMutablePointer<Double>
  ) {
    var place = place
    while place > 0, distances[place - 1] > distance {
      distances[place] = distances[place - 1]
      indices[place] = indices[place - 1]
      place -= 1
    }
    distances[place] = distance
    indices[place] = Int32(index)
  }
}
