/// The working memory of a `BatchedSearch`: pieces of what its scope has borrowed.
struct BatchedSearchScratch {
  /// Queries of a group at most.
  let capacity: Int

  /// Of each query its row, and the distances of its neighbours.
  let queries: UnsafeMutablePointer<Double>
  let distances: UnsafeMutablePointer<Double>
  /// Of each block the least distance of any query.
  let least: UnsafeMutablePointer<Double>
  /// The box of all queries, and a row.
  let box: UnsafeMutablePointer<Double>
  let row: UnsafeMutablePointer<Double>

  /// Centre and factors of a block, and the queries' distances from the centre.
  let center: UnsafeMutablePointer<Double>
  let factor: UnsafeMutablePointer<Double>
  let norms: UnsafeMutablePointer<Double>
  /// Of each row of a block what its distance to a query is made of.
  let sums: UnsafeMutablePointer<Double>
  /// What was found for each query.
  let lists: UnsafeMutablePointer<NeighborList>
  /// A block and the queries that want it in single precision, and the bounds of their distances.
  let packedRows: UnsafeMutablePointer<Float>
  let packedQueries: UnsafeMutablePointer<Float>
  let bounds: UnsafeMutablePointer<Float>

  /// Of each query a row that does not count, and its neighbours.
  let excluded: UnsafeMutablePointer<Int32>
  let indices: UnsafeMutablePointer<Int32>
  /// The order in which blocks are visited, and the queries that want the block.
  let order: UnsafeMutablePointer<Int32>
  let active: UnsafeMutablePointer<Int32>
}

extension BatchedSearch {
  /// Gives `body` a search with memory for groups of up to `capacity` queries.
  static func with<Result>(
    _ blocks: KDTreeLeaves, neighbors: Int, capacity: Int, on execution: Execution,
    _ body: (inout BatchedSearch) throws -> Result
  ) throws -> Result {
    let (columns, found) = (blocks.columns, capacity * neighbors)
    // One piece for all, the widest elements first.
    let doubles = (capacity + 5) * columns + capacity + blocks.count + blocks.places + found
    let lists = capacity * MemoryLayout<NeighborList>.stride / 8
    let singles = (blocks.places + capacity) * (columns + 1) + capacity * blocks.places
    let numbers = 2 * capacity + blocks.count + found
    let piece = try execution.scratch(doubles + lists + (singles + numbers + 1) / 2)
    var place = UnsafeMutableRawPointer(piece.base)
    func take<Element>(_ count: Int) -> UnsafeMutablePointer<Element> {
      defer { place += count * MemoryLayout<Element>.stride }
      return place.bindMemory(to: Element.self, capacity: count)
    }
    let memory = BatchedSearchScratch(
      capacity: capacity, queries: take(capacity * columns), distances: take(found),
      least: take(blocks.count), box: take(2 * columns), row: take(columns),
      center: take(columns), factor: take(columns), norms: take(capacity),
      sums: take(blocks.places), lists: take(capacity),
      packedRows: take(blocks.places * (columns + 1)),
      packedQueries: take(capacity * (columns + 1)), bounds: take(capacity * blocks.places),
      excluded: take(capacity), indices: take(found), order: take(blocks.count),
      active: take(capacity))
    var search = BatchedSearch(blocks, neighbors: neighbors, in: memory)
    return try body(&search)
  }
}
