/// The working memory of a `BatchedSearch`: pieces of one scratch allocation.
struct BatchedSearchScratch {
  /// The maximum number of queries in a batch.
  let capacity: Int

  /// Of each query, its row and the distances of its neighbours.
  let queries: UnsafeMutablePointer<Double>
  let distances: UnsafeMutablePointer<Double>
  /// Of each leaf, its minimum distance to the batch.
  let minDistances: UnsafeMutablePointer<Double>
  /// The bounding box of the batch, and a row.
  let box: UnsafeMutablePointer<Double>
  let row: UnsafeMutablePointer<Double>

  /// The centre and the factors of a leaf, and the queries' distances from the centre.
  let center: UnsafeMutablePointer<Double>
  let factor: UnsafeMutablePointer<Double>
  let norms: UnsafeMutablePointer<Double>
  /// For each row of a leaf, the sum that its distance to a query is computed from.
  let sums: UnsafeMutablePointer<Double>
  /// The neighbours found for each query.
  let lists: UnsafeMutablePointer<NeighborList>
  /// A leaf and the queries that visit it in single precision, and the bounds of their distances.
  let packedRows: UnsafeMutablePointer<Float>
  let packedQueries: UnsafeMutablePointer<Float>
  let bounds: UnsafeMutablePointer<Float>

  /// Of each query, an excluded row, and its neighbours.
  let excluded: UnsafeMutablePointer<Int32>
  let indices: UnsafeMutablePointer<Int32>
  /// The order in which leaves are visited, and the queries that visit a leaf.
  let order: UnsafeMutablePointer<Int32>
  let active: UnsafeMutablePointer<Int32>
}

extension BatchedSearch {
  /// Passes `body` a search with memory for up to `capacity` queries.
  static func with<Result>(
    _ leaves: KDTreeLeaves, neighbors: Int, capacity: Int, on execution: Execution,
    _ body: (inout BatchedSearch) throws -> Result
  ) throws -> Result {
    let (columns, found) = (leaves.columns, capacity * neighbors)
    // One allocation for all, the widest elements first.
    let doubles = (capacity + 5) * columns + capacity + leaves.count + leaves.paddedSize + found
    let lists = capacity * MemoryLayout<NeighborList>.stride / 8
    let singles = (leaves.paddedSize + capacity) * (columns + 1) + capacity * leaves.paddedSize
    let numbers = 2 * capacity + leaves.count + found
    let piece = try execution.scratch(doubles + lists + (singles + numbers + 1) / 2)
    var next = UnsafeMutableRawPointer(piece.base)
    func take<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
      defer { next += count * MemoryLayout<Element>.stride }
      return next.bindMemory(to: Element.self, capacity: count)
    }
    let memory = BatchedSearchScratch(
      capacity: capacity, queries: take(capacity * columns), distances: take(found),
      minDistances: take(leaves.count), box: take(2 * columns), row: take(columns),
      center: take(columns), factor: take(columns), norms: take(capacity),
      sums: take(leaves.paddedSize), lists: take(capacity),
      packedRows: take(leaves.paddedSize * (columns + 1)),
      packedQueries: take(capacity * (columns + 1)), bounds: take(capacity * leaves.paddedSize),
      excluded: take(capacity), indices: take(found), order: take(leaves.count),
      active: take(capacity))
    var search = BatchedSearch(leaves, neighbors: neighbors, in: memory)
    return try body(&search)
  }
}
