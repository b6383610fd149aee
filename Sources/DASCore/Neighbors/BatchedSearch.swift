import CKernels

/// Searches for the neighbours of a few queries together, block by block.
///
/// The blocks where the queries are at home come first. Then come those whose boxes are no farther from
/// the box of all queries than the farthest neighbour found, nearest first, until none is left.
/// In each block, lower bounds tell which rows are worth computing a distance of.
struct BatchedSearch {
  /// Enough to pay for making panels of a block.
  static let mostQueries = 128
  private static let visited = -1.0

  let blocks: KDTreeLeaves
  private let neighbors: Int
  let memory: BatchedSearchScratch
  private var bounds: DistanceBounds
  private(set) var count = 0

  init(_ blocks: KDTreeLeaves, neighbors: Int, in memory: BatchedSearchScratch) {
    (self.blocks, self.neighbors, self.memory) = (blocks, neighbors, memory)
    bounds = DistanceBounds(blocks, in: memory)
  }

  var isFull: Bool { count == memory.capacity }

  /// Where the next query is to be written, before it is added.
  var next: UnsafeMutablePointer<Double> { query(count) }

  func query(_ index: Int) -> UnsafeMutablePointer<Double> {
    memory.queries + index * blocks.columns
  }

  /// - Parameter row: a row of the table that is no neighbour of the query, or -1.
  mutating func add(excluding row: Int32) {
    memory.excluded[count] = row
    count += 1
  }

  /// Searches for the queries that were added, hands out what was found, and begins anew.
  mutating func finish(_ body: (_ query: Int, Neighbors) throws -> Void) rethrows {
    run()
    for query in 0..<count {
      let list = memory.lists[query]
      try body(
        query, Neighbors(count: list.count, indices: list.indices, distances: list.distances))
    }
    count = 0
  }
}

// MARK: - Search

extension BatchedSearch {
  private mutating func run() {
    begin()
    guard neighbors > 0 else { return }
    measureBlocks()
    for index in 0..<count {
      let row = query(index)
      let home = blocks.partition.part { row[$0] }
      if memory.least[home] >= 0 { visit(home) }
      memory.least[home] = Self.visited
    }
    var queue = candidates()
    while let block = queue.pop(), memory.least[block] <= worst { visit(block) }
  }

  private func begin() {
    for query in 0..<count {
      memory.lists[query] = NeighborList(
        wanted: neighbors, indices: memory.indices + query * neighbors,
        distances: memory.distances + query * neighbors)
    }
  }

  /// The farthest that any query still has to look.
  private var worst: Double {
    var worst = 0.0
    for query in 0..<count { worst = max(worst, memory.lists[query].worst) }
    return worst
  }

  /// The least distance of any query to each block.
  private func measureBlocks() {
    let box = BoundingBox(memory.box, columns: blocks.columns)
    box.begin(query(0), columns: blocks.columns)
    for index in 1..<count { box.include(query(index), columns: blocks.columns) }
    blocks.distance.leastDistances(
      box, to: blocks.box(0), stride: 2 * blocks.columns, count: blocks.count, into: memory.least)
  }

  /// The blocks that may hold a neighbour.
  private func candidates() -> LeafQueue {
    let (worst, least) = (worst, memory.least)
    var count = 0
    for block in 0..<blocks.count where least[block] >= 0 && least[block] <= worst {
      memory.order[count] = Int32(block)
      count += 1
    }
    return LeafQueue(memory.order, count: count, least: least)
  }
}

// MARK: - One block

extension BatchedSearch {
  private mutating func visit(_ block: Int) {
    let (rows, firstRow) = (BoundingBox(low: query(0), high: query(0)), blocks.firstRow(block))
    blocks.distance.leastDistances(
      blocks.box(block), to: rows, stride: blocks.columns, count: count, into: memory.norms)
    var wanting = 0
    for index in 0..<count {
      if memory.lists[index].wants(from: memory.norms[index], firstRow: firstRow) {
        memory.active[wanting] = Int32(index)
        wanting += 1
      }
    }
    if wanting == 0 { return }
    if wanting <= Self.fewQueries, blocks.distance.isSum {
      for index in 0..<wanting { measure(block, query: Int(memory.active[index])) }
      return
    }
    bounds.enter(block)
    for index in 0..<wanting { bounds.set(index, to: query(Int(memory.active[index]))) }
    bounds.fill(wanting)
    for index in 0..<wanting { select(block, query: Int(memory.active[index]), index) }
  }

  /// Computes the distances of the rows whose bound does not exceed the last neighbour's distance.
  private func select(_ block: Int, query: Int, _ index: Int) {
    let (values, numbers, size) = (bounds.bounds(index), blocks.numbers(block), blocks.size(block))
    let (x, row, excluded) = (self.query(query), memory.row, memory.excluded[query])
    let firstPlace = blocks.firstPlace(block)
    var list = memory.lists[query]
    var limit =
      list.worst < .infinity
      ? bounds.limit(distance: list.worst, query: index)
      : bounds.limit(nearest: neighbors + (excluded < 0 ? 0 : 1), query: index)
    var place = -1
    while true {
      place = libdas_first_below(values, place + 1, size, limit)
      if place >= size { break }
      if numbers[place] == excluded { continue }
      blocks.values.copy(firstPlace &+ place, into: row)
      let before = list.worst
      list.offer(numbers[place], blocks.distance(x, row))
      let worst = list.worst
      if worst < before { limit = min(limit, bounds.limit(distance: worst, query: index)) }
    }
    memory.lists[query] = list
  }
}
