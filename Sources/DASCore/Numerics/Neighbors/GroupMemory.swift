/// The working memory of a `GroupSearch`: pieces of what its scope has borrowed.
struct GroupMemory {
  /// Queries of a group at most.
  let capacity: Int

  // Of each query: its row, a row that does not count, and what was found.
  let queries: UnsafeMutablePointer<Double>
  let excluded: UnsafeMutablePointer<Int32>
  let lists: UnsafeMutablePointer<NeighborList>
  let indices: UnsafeMutablePointer<Int32>
  let distances: UnsafeMutablePointer<Double>

  // Of each block: the least distance of any query, and the order of visits.
  let least: UnsafeMutablePointer<Double>
  let order: UnsafeMutablePointer<Int32>

  // The box of all queries, a row, and the queries that want the block.
  let box: UnsafeMutablePointer<Double>
  let row: UnsafeMutablePointer<Double>
  let active: UnsafeMutablePointer<Int32>

  // What `DistanceBounds` needs for one block.
  let center: UnsafeMutablePointer<Double>
  let factor: UnsafeMutablePointer<Double>
  let norms: UnsafeMutablePointer<Double>
  let packedRows: UnsafeMutablePointer<Float>
  let packedQueries: UnsafeMutablePointer<Float>
  let bounds: UnsafeMutablePointer<Float>
}

extension GroupSearch {
  /// Gives `body` a search with memory for groups of up to `capacity` queries.
  static func with<Result>(
    _ blocks: RowBlocks, neighbors: Int, capacity: Int, on execution: Execution,
    _ body: (inout GroupSearch) throws -> Result
  ) throws -> Result {
    let (columns, found) = (blocks.columns, capacity * neighbors)
    let doubles = try execution.scratch((capacity + 5) * columns + capacity + blocks.count + found)
    let singles = try execution.scratch(
      (blocks.places + capacity) * (columns + 1) + capacity * blocks.places, of: Float.self)
    let numbers = try execution.scratch(2 * capacity + blocks.count + found, of: Int32.self)
    let lists = try execution.scratch(capacity, of: NeighborList.self)
    var (double, single, number) = (doubles.base, singles.base, numbers.base)
    func take<Element>(
      _ pointer: inout UnsafeMutablePointer<Element>, _ count: Int
    ) -> UnsafeMutablePointer<Element> {
      defer { pointer += count }
      return pointer
    }
    let memory = GroupMemory(
      capacity: capacity, queries: take(&double, capacity * columns),
      excluded: take(&number, capacity), lists: lists.base, indices: take(&number, found),
      distances: take(&double, found), least: take(&double, blocks.count),
      order: take(&number, blocks.count), box: take(&double, 2 * columns),
      row: take(&double, columns), active: take(&number, capacity),
      center: take(&double, columns), factor: take(&double, columns),
      norms: take(&double, capacity),
      packedRows: take(&single, blocks.places * (columns + 1)),
      packedQueries: take(&single, capacity * (columns + 1)), bounds: single)
    var search = GroupSearch(blocks, neighbors: neighbors, in: memory)
    return try body(&search)
  }
}
